import {
  loadAllocationChanges,
  loadMaxMagnitudeChanges,
  type MagnitudeChange,
} from '../../reads/history/magnitude-changes'
import { loadSlashingsBetween } from '../../reads/history/slashings-between'
import { added, type Participants, participants } from '../../risk/diff/members'
import { stakeMoves } from '../../risk/diff/stake-moves'
import { valueMoves } from '../../risk/diff/value-moves'
import type { Basis, StakeGraph } from '../../risk/graph/graph'
import { holdings } from '../../risk/graph/holdings'
import type { HolderKind } from '../../risk/graph/stake-scope'
import { nativeValuation, withoutPrices } from '../../risk/graph/valuation'
import { indexOfSorted } from '../../risk/math/sorted-index'
import { Value } from '../../risk/value/value'
import { optional } from '../define/argument'
import { blockNumber, choice, limit } from '../define/arguments'
import { readRange } from '../define/block-range'
import { coverageFields, coverageValues, covered, stakeAmount } from '../define/coverage'
import { GRAPH_MS } from '../define/estimate'
import { basisArgument, type Request } from '../define/measure'
import { member, nullReason, riskBlock, riskPricing, unpricedBy } from '../define/meta'
import { rootField } from '../define/metric'
import { field, object, withArguments } from '../define/object'
import { once } from '../define/once'
import { requestAt } from '../define/other-block'
import { type PriceRequest, pricingArgument, type Valuer, valuer } from '../define/pricing'
import {
  bigInt,
  boolean,
  decimal,
  enumeration,
  int,
  list,
  nullable,
  string,
  type ValueOf,
} from '../define/type'
import { listed } from '../parts/listed'

const membership = object('DiffMembership', 'A registration.', {
  operator: field(member, 'Operator.'),
  registeredTo: field(member, 'Operator set, or of a registration by the AVSDirectory the AVS.'),
})

const members = object('DiffMembers', 'Who takes part at one of two blocks only.', {
  operators: listed(
    'DiffMemberList',
    member,
    'Operators that hold stake or are registered, by id.',
  ),
  avss: listed('DiffMemberList', member, 'AVSs with registered operators, by id.'),
  operatorSets: listed('DiffMemberList', member, 'Operator sets with registered operators, by id.'),
  pools: listed('DiffMemberList', member, 'Pools in which operators hold stake, by id.'),
  registrations: listed(
    'DiffMembershipList',
    membership,
    'Registrations of operators, by operator and set.',
  ),
})

const movers = enumeration('DiffHolders', 'Whose stake is compared.', {
  OPERATORS: 'Operators.',
  AVSS: 'AVSs.',
  OPERATOR_SETS: 'Operator sets.',
  POOLS: 'Pools: all stake of operators in them.',
})

const KIND: Record<ValueOf<typeof movers>, HolderKind> = {
  OPERATORS: 'OPERATORS',
  AVSS: 'SERVICES',
  OPERATOR_SETS: 'SETS',
  POOLS: 'POOLS',
}

const move = object('StakeMove', 'What a member has in a pool at two blocks.', {
  member: field(member, 'Operator, AVS, operator set or pool.'),
  pool: field(member, 'Pool.'),
  before: field(bigInt, 'At the first block, in base units of the pool.'),
  after: field(bigInt, 'At the last block.'),
  change: field(bigInt, 'after - before.'),
  part: field(
    decimal,
    'The change without sign, as part of the larger of the two totals of the pool on this basis, in (0, 1]: comparable between pools, without prices.',
  ),
})

const moves = object('StakeMoves', 'Stake that moved.', {
  total: field(int, 'How many moved.'),
  truncated: field(boolean, 'Whether `items` has fewer.'),
  items: field(list(move), 'The largest part of its pool first, then by member and pool.'),
  nullReason: field(
    nullable(nullReason),
    'Why stake cannot be compared: CONSTANT_UNKNOWN, of one of the blocks.',
  ),
})

const valueMove = object('ValueMove', 'What a member has in all pools at two blocks.', {
  member: field(member, 'Operator, AVS, operator set or pool.'),
  before: field(stakeAmount, 'At the first block.'),
  after: field(stakeAmount, 'At the last block.'),
  change: field(
    nullable(decimal),
    'after - before, of what has a price. Null: that did not change, and stake without a price may have.',
  ),
  ...coverageFields,
})

const valueMovesType = object(
  'ValueMoves',
  'Stake that moved, over all pools, at prices and rates of the last block for both blocks: what changes is stake, not prices.',
  {
    total: field(int, 'How many moved.'),
    truncated: field(boolean, 'Whether `items` has fewer.'),
    items: field(list(valueMove), 'The largest change first, with either sign, then by member.'),
    pricing: field(riskPricing, 'Prices used.'),
    coverage: coverageFields.coverage,
    nullReason: field(
      nullable(nullReason),
      'Why stake cannot be compared: CONSTANT_UNKNOWN, of one of the blocks. UNPRICED: it lies in several pools, and `pricing` is not given or has a price for none.',
    ),
  },
)

const magnitudeChange = object('MagnitudeChange', 'A magnitude at two blocks, of 1e18.', {
  operator: field(member, 'Operator.'),
  operatorSet: field(nullable(member), 'Operator set; null for max magnitudes.'),
  pool: field(member, 'Pool.'),
  before: field(bigInt, 'In effect at the first block.'),
  after: field(bigInt, 'In effect at the last block.'),
})

const slashedIn = object('DiffSlashedPool', 'What a slashing took in a pool.', {
  pool: field(member, 'Pool.'),
  slashed: field(
    bigInt,
    'Shares of the operator, in base units; of a vault all that it lost, withdrawals included.',
  ),
  queued: field(bigInt, 'Shares in withdrawals that were queued and could still be slashed.'),
})

const slashing = object('DiffSlashing', 'A slashing between two blocks.', {
  id: field(string, 'Id of the row of `slashings`.'),
  block: field(int, 'Block; of a request to slash a vault that in which it was executed.'),
  operator: field(member, 'Who was slashed.'),
  operatorSet: field(member, 'Operator set that slashed.'),
  pools: field(list(slashedIn), 'Pool by pool.'),
})

/** Type Diff. */
export const diffType = object('Diff', 'Two blocks beside each other.', {
  from: field(riskBlock, 'The first block.'),
  to: field(riskBlock, 'The last block.'),
  came: field(members, 'Who takes part at the last block and did not at the first.'),
  left: field(members, 'Who took part at the first block and does not at the last.'),
  moved: withArguments(
    {
      of: choice(movers, 'Whose stake.', 'OPERATORS'),
      basis: basisArgument('DELEGATED', 'Which stake counts.'),
      limit: limit(100),
    },
    moves,
    'Stake that moved, pool by pool: no prices are needed. Who came or left is in it, with what came or left.',
  ),
  movedValue: withArguments(
    {
      of: choice(movers, 'Whose stake.', 'OPERATORS'),
      basis: basisArgument('DELEGATED', 'Which stake counts.'),
      limit: limit(100),
    },
    valueMovesType,
    'Who moved stake in any pool, with the worth of all that they have (`pricing`).',
  ),
  allocations: listed(
    'MagnitudeChangeList',
    magnitudeChange,
    'Allocations with another magnitude, the largest change first. A pending change counts from its effect block on.',
  ),
  maxMagnitudes: listed(
    'MagnitudeChangeList',
    magnitudeChange,
    'Operators with another max magnitude in a pool: slashings lower it.',
  ),
  slashings: listed(
    'DiffSlashingList',
    slashing,
    'Slashings after the first block up to the last, in order.',
  ),
})

/** Field `diff`. */
export const diffMetric = rootField({
  name: 'diff',
  doc: `What changed between two blocks: who came, who left, what moved.

The states after the two blocks are compared, so what happened and was undone between them is only in \`slashings\`. Shares are in
base units of their pool, but for \`movedValue\`.`,
  args: {
    from: blockNumber('The first block.'),
    to: optional(blockNumber('The last block. Default: the last indexed block.')),
    pricing: {
      ...pricingArgument,
      doc: 'Prices at the last block, for `movedValue`; nothing else needs any.',
    },
  },
  type: diffType,
  readsLater: true,
  estimate: () => 2 * GRAPH_MS + 50,
  async compute(args, { sources, context }) {
    const { from, to } = await readRange(args, context, await context.at())
    return diffOf({ sources, context }, from, to, args.pricing)
  },
})

/** What changed between two blocks that are indexed. @param pricing at the last one, for `movedValue` */
export async function diffOf(
  request: Request,
  from: number,
  to: number,
  pricing: PriceRequest | null,
): Promise<ValueOf<typeof diffType>> {
  const { sources, context } = request
  const first = await (await requestAt(request, from)).context.at()
  const last = await (await requestAt(request, to)).context.at()
  const before = (await sources.graphs.at(context, first)).graph
  const atLast = await sources.graphs.at(context, last)
  const after = atLast.graph
  const prices = once(async () => {
    return pricing && (await valuer(pricing, sources.priceFile, context, last, atLast))
  })
  const was = once(() => participants(before))
  const is = once(() => participants(after))
  return {
    from: first,
    to: last,
    came: membersOf(was, is),
    left: membersOf(is, was),
    moved: ({ of, basis, limit }) => movesOf(before, after, KIND[of], basis, limit),
    movedValue: async ({ of, basis, limit }) => {
      return valueMovesOf(before, after, KIND[of], basis, limit, await prices())
    },
    allocations: async () => (await loadAllocationChanges(context, from, to)).map(changeOf),
    maxMagnitudes: async () => (await loadMaxMagnitudeChanges(context, from, to)).map(changeOf),
    slashings: async () => {
      const found = await loadSlashingsBetween(context, from, to)
      return found.map(({ set, ...one }) => ({ ...one, operatorSet: set }))
    },
  }
}

function membersOf(before: () => Participants, after: () => Participants): ValueOf<typeof members> {
  const of = (kind: 'operators' | 'services' | 'sets' | 'pools') => () => {
    return added(before()[kind], after()[kind])
  }
  return {
    operators: of('operators'),
    avss: of('services'),
    operatorSets: of('sets'),
    pools: of('pools'),
    registrations: () =>
      added(before().memberships, after().memberships).map((key) => {
        const { operator, set } = after().memberships.get(key)!
        return { operator, registeredTo: set }
      }),
  }
}

const EVERYWHERE = { operator: null, pool: null, service: null, set: null }

function movesOf(
  before: StakeGraph,
  after: StakeGraph,
  of: HolderKind,
  basis: Basis,
  limit: number,
): ValueOf<typeof moves> {
  if (before.unknownBases.includes(basis) || after.unknownBases.includes(basis)) {
    return { total: 0, truncated: false, items: [], nullReason: 'CONSTANT_UNKNOWN' }
  }
  const found = stakeMoves(
    holdings(before, of, basis, EVERYWHERE),
    holdings(after, of, basis, EVERYWHERE),
  )
  const items = found.slice(0, limit).map(({ id, ...move }) => ({ ...move, member: id }))
  return { total: found.length, truncated: found.length > limit, items, nullReason: null }
}

function valueMovesOf(
  before: StakeGraph,
  after: StakeGraph,
  of: HolderKind,
  basis: Basis,
  limit: number,
  prices: Valuer | null,
): ValueOf<typeof valueMovesType> {
  const none = {
    total: 0,
    truncated: false,
    items: [],
    pricing: unpricedBy([]),
    coverage: () => null,
  }
  if (before.unknownBases.includes(basis) || after.unknownBases.includes(basis)) {
    return { ...none, nullReason: 'CONSTANT_UNKNOWN' }
  }
  const held = [before, after].map((graph) => holdings(graph, of, basis, EVERYWHERE))
  const poolAt = (pool: string) => indexOfSorted(after.pools, pool)
  const staked = new Set(
    held.flat().flatMap(({ pool, amount }) => (pool !== null && amount > 0n ? [pool] : [])),
  )
  const pools = [...staked].sort()
  const count = after.pools.length
  const alone = pools.length === 1 ? nativeValuation(count, poolAt(pools[0]!)) : null
  const valuation = prices?.valuation ?? alone ?? withoutPrices(count)
  const unpriced = pools.filter((pool) => !valuation.isPriced(poolAt(pool)))
  const found = valueMoves(held[0]!, held[1]!, valuation, poolAt)
  return {
    total: found.length,
    truncated: found.length > limit,
    items: found.slice(0, limit).map(({ id, change, ...move }) => {
      const all = move.before.plus(move.after)
      // What has no price may have moved: no change of the rest is not none.
      const isOpen = change.num === 0n && !all.isComplete
      return {
        member: id,
        ...move,
        change: isOpen ? null : change,
        ...covered(after.pools, [move.before, move.after]),
        ...(isOpen && { nullReason: 'UNPRICED' as const }),
      }
    }),
    pricing: prices?.echo(unpriced) ?? unpricedBy(unpriced),
    coverage: () => {
      const holders = new Map<string, Value>()
      for (const { id, pool, amount } of held.flat()) {
        if (pool === null) continue
        const worth = valuation.worth(poolAt(pool), amount)
        holders.set(id, holders.get(id)?.plus(worth) ?? worth)
      }
      return coverageValues(after.pools, Value.coverage(holders.values()))
    },
    nullReason: pools.length > 0 && unpriced.length === pools.length ? 'UNPRICED' : null,
  }
}

function changeOf({ set, ...change }: MagnitudeChange): ValueOf<typeof magnitudeChange> {
  return { ...change, operatorSet: set }
}
