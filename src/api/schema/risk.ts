import { top } from '../../risk/concentration-ratio'
import { toDecimal } from '../../risk/decimal'
import { effectiveNumber, hhi, hhiPoints, normalizedHhi } from '../../risk/herfindahl'
import { type NakamotoRule, nakamoto } from '../../risk/nakamoto'
import { nativePopulation } from '../../risk/native-population'
import type { NoValue, Population } from '../../risk/population'
import { type Ratio, ratio } from '../../risk/ratio'
import type { ApiContext, BlockInput, BlockPoint } from '../context'
import { apiError } from '../errors'
import { loadStakeRows, type StakeBasis, type StakeScope } from '../stake-rows'
import type { SchemaPart } from './part'

const MAX_LISTED = 1_000

const THRESHOLDS = {
  ONE_THIRD: ratio(1n, 3n),
  HALF: ratio(1n, 2n),
  TWO_THIRDS: ratio(2n, 3n),
} as const

const typeDefs = /* GraphQL */ `
extend type Query {
  """
  How concentrated stake is among a population, at one block.

  Computed in exact integers from the rows of that block. If there is no answer the values are null
  and \`meta.nullReason\` says why: nothing is guessed and nothing is taken as zero.
  """
  concentration(
    "Whose shares of the whole are measured."
    of: ConcentrationPopulation!
    "Which stake is the whole; parts that are given narrow it together. Default: all stake."
    scope: ConcentrationScope
    "Which stake counts; echoed in \`meta.basis\`."
    basis: StakeBasis! = DELEGATED
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput
  ): Concentration!
}

"Whose concentration is measured."
enum ConcentrationPopulation {
  "Operators, each by itself: nothing is grouped by company."
  OPERATORS
}

"Which stake of an operator counts."
enum StakeBasis {
  """
  Shares delegated to the operator (DelegationManager.operatorShares), whatever it is registered to.
  With \`avs\` or \`operatorSet\` in the scope: of the operators registered to it, all their shares,
  accepted by the AVS or not.
  """
  DELEGATED
  """
  Delegated shares in pools that an operator set accepts to which the operator is registered: what a
  service advertises, not what it can slash. A pool that several sets accept counts once (maximum,
  not sum). A registration by the AVSDirectory names no set and accepts every pool.
  """
  REGISTERED
}

"Part of the stake. An unknown pool, AVS or operator set gives \`UNKNOWN_SCOPE\`."
input ConcentrationScope {
  "Address of a pool (EigenLayer strategy), in any case: only its shares."
  pool: String
  "Address of an AVS, in any case: only operators registered to it or to one of its sets."
  avs: String
  "\`<avs>/<set id>\`: only operators registered to that operator set."
  operatorSet: String
}

"Share of the whole that a group must pass."
enum NakamotoThreshold {
  "1/3: can stop a service that needs two thirds (liveness of BFT protocols)."
  ONE_THIRD
  "1/2: majority."
  HALF
  "2/3: can decide for a service that needs two thirds (safety of BFT protocols)."
  TWO_THIRDS
}

"What passing a threshold means."
enum NakamotoRule {
  "More than the threshold."
  GT
  "The threshold or more."
  GTE
}

"Why there is no value."
enum ConcentrationNullReason {
  "Nobody belongs to the population."
  EMPTY
  "Members exist, none of them holds anything."
  ZERO_TOTAL
  "Stake lies in several pools, and shares of different pools are not added without prices. \`meta.pricing.unpriced\` lists the pools; name one in the scope."
  UNPRICED
  "The pool, AVS or operator set is not known at that block."
  UNKNOWN_SCOPE
  "All members together do not pass the threshold."
  UNREACHABLE
}

"How a value was computed."
enum RiskMethod {
  "Exact rational arithmetic over all members."
  EXACT
}

"Unit of amounts."
enum Numeraire {
  "Shares of the one pool that holds the stake, in its base units; no price is used."
  NATIVE
}

"""
Concentration of a population with amounts x_i, whole X = sum of x_i and shares p_i = x_i / X.

Ratios are decimal text, rounded half to even to 18 significant digits; text that is shorter is exact.
Amounts are whole numbers as decimal text, in base units of the pool.
"""
type Concentration {
  "Herfindahl-Hirschman index, sum of p_i^2, in [1/n, 1]: 1 if one holds all. Source: Herfindahl 1950, Hirschman 1945."
  hhi: BigDecimal
  "The same in points, 10 000 times \`hhi\`: the scale of merger guidelines."
  hhiPoints: BigDecimal
  "(hhi - 1/n) / (1 - 1/n), in [0, 1]: \`hhi\` without the effect of n. Null also for n = 1, where it is not defined."
  hhiNormalized: BigDecimal
  "1 / hhi, in [1, n]: how many equal members would be as concentrated (Hill number of order 2)."
  effectiveNumber: BigDecimal
  "CR_k: share of the k largest members together, in [k/n, 1]; 1 if k >= n."
  top("How many, at least 1." k: Int!): BigDecimal
  "The k largest members, by amount and then address."
  topMembers("How many, 1 to 1000." k: Int!): [RiskMember!]
  "Nakamoto coefficient: the smallest number of members who together pass the threshold. Source: Srinivasan and Lee 2017."
  nakamoto(
    "Share of the whole that must be passed."
    threshold: NakamotoThreshold!
    "Whether reaching the threshold is enough."
    rule: NakamotoRule! = GT
  ): Nakamoto!
  "What each member holds, by amount and then address; members with nothing are left out."
  shares("How many, 1 to 1000." limit: Int! = 50): [ConcentrationShare!]
  "Over whom it was computed."
  universe: ConcentrationUniverse!
  "What was measured, where, and why a value is missing."
  meta: ConcentrationMeta!
}

"Something that has an address: an operator or a pool."
type RiskMember {
  "Its key: the address in lower case."
  id: String!
  "Its address in lower case."
  address: Bytes!
}

"Smallest group that passes a threshold."
type Nakamoto {
  "Threshold asked for."
  threshold: NakamotoThreshold!
  "Rule asked for."
  rule: NakamotoRule!
  "How many members it takes, in [1, n]."
  count: Int
  "Who they are, largest first; see \`tieSet\` for those who could take the place of the last."
  members: [RiskMember!]
  "What they hold beyond the threshold: their sum minus threshold times X, in base units of the pool. A fraction where X is no multiple of 3 or 2."
  margin: BigDecimal
  "All who hold as much as the last member, if one of them is not among the members; else empty."
  tieSet: [RiskMember!]
  "Why there is no count."
  nullReason: ConcentrationNullReason
}

"What one member holds."
type ConcentrationShare {
  "Address of the operator, in lower case."
  operator: Bytes!
  "p_i: its part of the whole, in (0, 1]."
  share: BigDecimal!
  "x_i, in base units of the pool."
  amount: BigInt!
}

"The population a value was computed over."
type ConcentrationUniverse {
  "Members that hold something: the n of the formulas. Null if the scope is unknown."
  n: Int
  "Members that hold nothing; not in n. Null if the scope is unknown."
  nZero: Int
  "X: the sum of their amounts, in base units of the pool. Null if it would add shares of different pools, or the scope is unknown."
  total: BigInt
}

"What an answer rests on."
type ConcentrationMeta {
  "Block whose state was measured."
  block: RiskBlock!
  "Which stake counted."
  basis: StakeBasis!
  "Grouping of operators into companies; null: none, each operator is by itself."
  grouping: String
  "Prices used."
  pricing: RiskPricing!
  "Assumption set used; null: none is needed."
  assumptions: String
  "How it was computed."
  method: RiskMethod!
  "Why there is no answer; null if there is one."
  nullReason: ConcentrationNullReason
}

"Block of an answer."
type RiskBlock {
  "Block number."
  number: Int!
  "Block hash; null if no log of this block is stored, so that its header is not known."
  hash: Bytes
  "Unix seconds; null as \`hash\`."
  timestamp: UnixTime
  "Chain (EIP-155)."
  chainId: Int!
  "Whether the block can no longer be undone."
  finalized: Boolean!
}

"Prices of an answer."
type RiskPricing {
  "Unit of the amounts."
  numeraire: Numeraire!
  "Where prices are from; null: none were used."
  source: String
  "Pools with stake that would need a price; they are never taken as worth zero."
  unpriced: [RiskMember!]!
}
`

type NullReason = NoValue | 'UNPRICED' | 'UNKNOWN_SCOPE'

interface Answer {
  population: Population | null
  nullReason: NullReason | null
  universe: { n: number | null; nZero: number | null; total: string | null }
  meta: unknown
}

interface ConcentrationArgs {
  scope?: Partial<StakeScope> | null
  basis: StakeBasis
  block?: BlockInput | null
}

async function concentration(
  _: unknown,
  args: ConcentrationArgs,
  context: ApiContext,
): Promise<Answer> {
  const scope = parseScope(args.scope ?? {})
  const block = await context.at(args.block)
  const rows = await loadStakeRows(context, block, args.basis, scope)
  if (rows === null) {
    const universe = { n: null, nZero: null, total: null }
    return answer(block, args.basis, null, 'UNKNOWN_SCOPE', universe, [])
  }
  const { population, nullReason, unpriced, n, nZero } = nativePopulation(rows)
  const universe = { n, nZero, total: population?.total.toString() ?? null }
  return answer(block, args.basis, population, nullReason, universe, unpriced)
}

function answer(
  block: BlockPoint,
  basis: StakeBasis,
  population: Population | null,
  nullReason: NullReason | null,
  universe: Answer['universe'],
  unpriced: readonly string[],
): Answer {
  const pricing = { numeraire: 'NATIVE', source: null, unpriced: unpriced.map(member) }
  const meta = { block, basis, grouping: null, pricing, assumptions: null, method: 'EXACT' }
  return { population, nullReason, universe, meta: { ...meta, nullReason } }
}

/** The scope with keys in lower case. Throws BAD_USER_INPUT on text that can be no key. */
function parseScope(scope: Partial<StakeScope>): StakeScope {
  const avs = parseAddress('avs', scope.avs ?? null)
  const operatorSet = scope.operatorSet?.toLowerCase() ?? null
  const setId = /^0x[0-9a-f]{40}\/(0|[1-9]\d{0,9})$/.exec(operatorSet ?? '')?.[1]
  if (operatorSet !== null && (setId === undefined || BigInt(setId) >= 2n ** 32n)) {
    throw badScope('operatorSet', scope.operatorSet, 'Give it as <avs address>/<set id>.')
  }
  if (avs !== null && operatorSet !== null && !operatorSet.startsWith(`${avs}/`)) {
    throw badScope('operatorSet', operatorSet, `It is not a set of the AVS ${avs}.`)
  }
  return { pool: parseAddress('pool', scope.pool ?? null), avs, operatorSet }
}

function parseAddress(part: string, text: string | null): string | null {
  if (text === null || /^0x[0-9a-f]{40}$/i.test(text)) return text?.toLowerCase() ?? null
  throw badScope(part, text, 'An address is 0x and 40 hexadecimal digits.')
}

function badScope(part: string, text: unknown, hint: string): Error {
  return apiError('BAD_USER_INPUT', `scope.${part} cannot be ${JSON.stringify(text)}.`, { hint })
}

/** Throws BAD_USER_INPUT below 1, LIMIT_EXCEEDED above `max`: a list is never cut silently. */
function checkCount(name: string, asked: number, max = Number.POSITIVE_INFINITY): number {
  if (asked < 1) {
    throw apiError('BAD_USER_INPUT', `${name} cannot be ${asked}.`, { hint: 'Ask for 1 or more.' })
  }
  if (asked > max) {
    const hint = `Ask for ${max} or fewer.`
    throw apiError('LIMIT_EXCEEDED', `${name} cannot be ${asked}.`, { limit: max, asked, hint })
  }
  return asked
}

function member(id: string) {
  return { id, address: id }
}

function decimal(value: Ratio | null | undefined): string | null {
  return value ? toDecimal(value) : null
}

/** A resolver of one value that is null with the answer. */
function measured(metric: (population: Population) => Ratio | null) {
  return ({ population }: Answer) => population && decimal(metric(population))
}

function resolveNakamoto(
  { population, nullReason }: Answer,
  args: { threshold: keyof typeof THRESHOLDS; rule: NakamotoRule },
) {
  if (population === null) return { ...args, nullReason }
  const found = nakamoto(population, THRESHOLDS[args.threshold], args.rule)
  if (found.nullReason !== null) return { ...args, nullReason: found.nullReason }
  return {
    ...args,
    count: found.count,
    members: found.members.map(({ id }) => member(id)),
    margin: toDecimal(found.margin),
    tieSet: found.tieSet.map(({ id }) => member(id)),
    nullReason: null,
  }
}

function resolveShares({ population, nullReason }: Answer, { limit }: { limit: number }) {
  checkCount('limit', limit, MAX_LISTED)
  if (population === null || nullReason !== null) return null
  return population.members.slice(0, limit).map(({ id, amount }) => ({
    operator: id,
    share: toDecimal(ratio(amount, population.total)),
    amount: amount.toString(),
  }))
}

/** Risk fields of the API: SDL to add to the schema, and its resolvers; the context is ApiContext. */
export const riskSchema: SchemaPart = {
  typeDefs,
  resolvers: {
    Query: { concentration },
    Concentration: {
      hhi: measured(hhi),
      hhiPoints: measured(hhiPoints),
      hhiNormalized: measured(normalizedHhi),
      effectiveNumber: measured(effectiveNumber),
      top: ({ population }: Answer, { k }: { k: number }) => {
        checkCount('k', k)
        return population && decimal(top(population, k)?.share)
      },
      topMembers: ({ population }: Answer, { k }: { k: number }) => {
        checkCount('k', k, MAX_LISTED)
        return population && (top(population, k)?.members.map(({ id }) => member(id)) ?? null)
      },
      nakamoto: resolveNakamoto,
      shares: resolveShares,
    },
  },
}
