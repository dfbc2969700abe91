import { toDecimal } from '../../../risk/decimal'
import { exposure } from '../../../risk/exposure'
import { lookThrough, type Position, positionsOf, worth } from '../../../risk/look-through'
import { maximalLosses } from '../../../risk/maximal-loss'
import { compare, divide, type Ratio } from '../../../risk/ratio'
import type { ApiContext } from '../../context'
import { loadStakers } from '../../graph/stakers'
import type { SchemaPart } from '../part'
import { address, checkCount, MAX_LISTED } from './arguments'
import { type MatrixArguments, type Measured, measure } from './matrix'
import { type Meta, member } from './meta'
import type { RiskSources } from './sources'

const typeDefs = /* GraphQL */ `
extend type Query {
  "Where the stake of one staker (a person, a liquid restaking token) stands: behind which AVSs, and what it can lose."
  lookThrough(
    "Address of the staker."
    staker: String!
    "Only \`pool\` narrows it: its shares."
    scope: RiskScope
    "Which stake of the operator counts; echoed in \`meta.basis\`."
    basis: StakeBasis! = SLASHABLE
    "Prices, if stake of several pools is to be added up; without: shares of one pool."
    pricing: PricingInput
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput
  ): LookThrough!
}

"Where the stake of a staker stands. Amounts are in the unit of the stake, unless said otherwise."
type LookThrough {
  "Operator it delegates to; null: none, or nothing is known of the staker."
  operator: RiskMember
  "What it could withdraw (DelegationManager.getWithdrawableShares)."
  stake: BigDecimal
  "The same by pool."
  positions: [StakerPosition!]!
  """
  Its part of the stake behind each AVS, the largest first, then by id; without those it does not stand behind. With
  SLASHABLE: what it loses if the AVS slashes all it can.
  """
  avss("How many, 1 to 1000." limit: Int! = 100): [LookThroughPart!]!
  "The same by operator set."
  operatorSets("How many, 1 to 1000." limit: Int! = 100): [LookThroughPart!]!
  "What it loses if every set slashes all it can: no slashing takes more."
  maximalLoss: BigDecimal
  "The same as a part of \`stake\`, in [0, 1]."
  maximalLossShare: BigDecimal
  "What was measured, where, and why a value is missing. UNKNOWN_SCOPE: the staker has no stake there."
  meta: RiskMeta!
}

"Stake in one pool."
type StakerPosition {
  "Pool."
  pool: RiskMember!
  "Shares that could be withdrawn, in base units of the pool."
  shares: BigInt!
  "Whether a price makes it part of the sums."
  isCounted: Boolean!
}

"Part of a staker's stake that stands behind something."
type LookThroughPart {
  "The AVS or operator set."
  member: RiskMember!
  "The part. It cannot be added to those of others on REGISTERED: the same stake stands behind several."
  amount: BigDecimal!
  "As a part of \`stake\`, in [0, 1]."
  share: BigDecimal
}
`

interface Arguments extends MatrixArguments {
  staker: string
}

interface Answer {
  meta: Meta
  measured: Measured | null
  held: readonly Position[]
  whole: Ratio | null
}

function resolve(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const staker = address('staker', args.staker)
    const measured = await measure(sources, args, context, true)
    const none = (meta: Meta) => ({ meta, measured: null, held: [], whole: null, positions: [] })
    if (!('matrix' in measured)) return none(measured.meta)
    const { at, block, valuation, meta } = measured
    const { graph } = at
    const layer = await loadStakers(context, block, graph, { stakers: [staker] })
    if (layer.staker.length === 0) return none({ ...meta, nullReason: 'UNKNOWN_SCOPE' })
    const held = positionsOf(graph, layer, 0)
    const whole = worth(held, valuation)
    const loss = maximalLosses(graph, layer, valuation)[0]!.loss.value
    const operator = layer.operatorOf[0]!
    return {
      meta,
      measured,
      held,
      whole,
      operator: operator < 0 ? null : member(graph.operators[operator]!),
      stake: toDecimal(whole),
      positions: held.map(({ pool, amount }) => ({
        pool: member(graph.pools[pool]!),
        shares: amount.toString(),
        isCounted: (valuation.weights[pool] ?? null) !== null,
      })),
      maximalLoss: loss && toDecimal(loss),
      maximalLossShare: loss && part(loss, whole),
    }
  }
}

function part(amount: Ratio, whole: Ratio | null): string | null {
  return whole === null || whole.num === 0n ? null : toDecimal(divide(amount, whole))
}

const parts =
  (columns: 'SERVICE' | 'SET') =>
  ({ measured, held, whole, meta }: Answer, { limit }: { limit: number }) => {
    checkCount('limit', limit, MAX_LISTED)
    if (measured === null) return []
    const { graph } = measured.at
    const matrix = exposure(graph, meta.basis!, measured.valuation, columns, 'BUCKET')
    return lookThrough(graph, held, matrix)
      .map((amount, column) => ({ amount, id: matrix.columns[column]! }))
      .filter(({ amount }) => amount.num > 0n)
      .sort((a, b) => Number(compare(b.amount, a.amount)))
      .slice(0, limit)
      .map(({ amount, id }) => ({
        member: member(id),
        amount: toDecimal(amount),
        share: part(amount, whole),
      }))
  }

/** Field `lookThrough`. */
export function lookThroughSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs,
    resolvers: {
      Query: { lookThrough: resolve(sources) },
      LookThrough: { avss: parts('SERVICE'), operatorSets: parts('SET') },
    },
  }
}
