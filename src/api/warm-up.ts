import { MAX_KEPT_STAKES } from '../reads/graph/kept-stakes'
import type { Deadlines } from './deadline'
import type { Answers } from './graphql/answers'
import { askGraphql } from './graphql/ask'
import type { Yoga } from './graphql/graphql'
import { monthRange, paceOf } from './http/web/month'

const ETHER = '{ asset: "0x0000000000000000000000000000000000000000", value: "1" }'
const PRICING = `pricing: { numeraire: ETH, prices: [${ETHER}] }`
const FAULTS = 'faults: { probability: "0.01", severity: "0.1" }'
const MEMBERS = 'limit: 5) { total items { id name } }'
const FIGURES = `{
  block { number timestampAtLeast } operators holders stake slashable slashableLeverage phantomShare capitalAtRisk
  ofSlashable { hhi nakamoto topShare } coverage { isComplete }
}`

/** Which blocks there are, and what all pages show. */
const POSITION = `{
  _meta { block { number timestamp } head lag finalized digest provenTo network updatedAt age source }
  first: blocks(limit: 1, orderBy: [block_ASC]) { block blockTime }
  pools(limit: 200) { id protocol tokenSymbol tokenDecimals assetId asset { decimals } }
  prices(${PRICING}) { pools { pool { id name } price rate shareValue } }
}`

interface Position {
  readonly _meta: { readonly block: { readonly number: number; readonly timestamp: number | null } }
  readonly first: readonly { readonly block: number; readonly blockTime: string }[]
}

interface Stakes {
  readonly stakesAggregate: readonly { readonly count: number }[]
}

/** What needs a stake graph and is computed beside the threads, which have their own. */
const LIGHT = `{
  concentration(of: OPERATORS, basis: SLASHABLE, ${PRICING}) {
    hhi gini theil effectiveNumber entropyNumber nakamotoAt(threshold: "1/3") { count members { id name } }
    lorenz(points: 20) { population share } shares(limit: 20) { member { id name } share amount value }
    universe { n nZero total value }
  }
}`

/** What the pages that compute for longest ask, in small. @param since the block with which the head is compared; null: the default */
const heavy = (since: number | null): readonly string[] => [
  `{ overview(${PRICING}, since: ${since}) { now ${FIGURES} before ${FIGURES} } }`,
  `{
    overview(${PRICING}, since: ${since}) {
      topOperators(limit: 5) { operator { id name } stake slashable avss }
      topAvss(limit: 5) { avs { id name } stake nakamoto costOfCorruption }
      changes {
        came { operators(${MEMBERS} avss(${MEMBERS} }
        left { operators(${MEMBERS} avss(${MEMBERS} }
        moved(of: OPERATORS, limit: 5) { total items { member { id name } change } }
      }
    }
    securityMarket { protocols { protocol stakes { stake promised slashable } } }
  }`,
  `{
    lossDistribution(${PRICING}, ${FAULTS}) {
      expectedLoss maximalLoss anyLoss
      tails { level valueAtRisk expectedShortfall }
      avss(level: "0.95", limit: 5) { avs { id name } expectedLoss valueAtRisk coVaR marginalShortfall tailDependence }
      pools(level: "0.95", limit: 5) { pool { id name } expectedLoss anyLoss tails { valueAtRisk } }
    }
    correlation(among: AVSS, basis: SLASHABLE, ${PRICING}, ${FAULTS}) { pairs(limit: 20) { a { id name } b { id name } value bothHit } }
  }`,
  `{
    withdrawalQueue {
      withdrawals pools(limit: 5) { pool { id name } shares slashableShares atRiskShares }
      schedule(limit: 20) { pool { id name } completableFromBlock shares }
    }
    overlap(among: AVSS, measure: RUZICKA, basis: REGISTERED, ${PRICING}) { pairs(limit: 20) { a { id name } b { id name } value } }
  }`,
]

const STAKES = '{ stakesAggregate { count } }'

/** What reads all stakes. */
const STAKERS = `{
  concentration(of: STAKERS, ${PRICING}) {
    hhi nakamotoAt(threshold: "1/3") { count } shares(limit: 5) { member { id name } share amount value } universe { n total value }
  }
}`

/** What answers, and what runs. */
interface Parts {
  readonly graphql: { readonly yoga: Yoga; readonly answers: Answers }
  readonly deadlines: Deadlines
}

/**
 * Runs what pages ask before anybody does: code that runs for the first time is several times slower, and the stake graphs and stakes that the
 * first pages need are then read. It ends when somebody asks, so that nobody waits for more than one of these, and where it fails: those who
 * ask are told why.
 *
 * @param signal ends it
 */
export async function warmUp(parts: Parts, signal: AbortSignal): Promise<void> {
  const position = await ask(parts, POSITION)
  if (position === null) return
  for (const query of [LIGHT, ...heavy(sinceOf(position as Position))]) {
    if (signal.aborted || parts.deadlines.size > 0) return
    if ((await ask(parts, query)) === null) return
  }
  const stakes = (await ask(parts, STAKES)) as Stakes | null
  // More are not kept, and would be read for nothing.
  if (stakes === null || stakes.stakesAggregate[0]!.count > MAX_KEPT_STAKES) return
  if (!signal.aborted && parts.deadlines.size === 0) await ask(parts, STAKERS)
}

/** The data of an operation; null: there is none, as where nothing is indexed yet, or the server stops. Errors of ours are logged where they happen. */
async function ask({ graphql, deadlines }: Parts, query: string): Promise<unknown> {
  const params = { query, variables: {}, operationName: null }
  const answer = await deadlines
    .run((deadline) => askGraphql(graphql, params, { scope: null, deadline }))
    .catch(() => null)
  return (answer as { data?: unknown } | null)?.data ?? null
}

/** The block with which the overview compares the head. */
function sinceOf({ _meta: { block }, first: [first] }: Position): number | null {
  const begin = first ? { number: first.block, time: Date.parse(first.blockTime) / 1000 } : null
  const pace = paceOf(begin, { number: block.number, time: block.timestamp })
  return monthRange({ shown: block.number, first: first?.block ?? block.number, pace }).since
}
