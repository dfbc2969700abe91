import { atTimeOf } from '../reads/at-time'
import { resolveBlock } from '../reads/block'
import type { BlockInput, BlockPoint } from '../reads/context'
import { loadEjections } from '../reads/ejections'
import { loadSetRules } from '../reads/governance/set-rules'
import { partOf } from '../reads/graph/timeline'
import type { StakeGraph } from '../risk/graph/graph'
import { leverage } from '../risk/leverage/leverage'
import { rehypothecation } from '../risk/leverage/rehypothecation'
import { type Growth, growthOf } from '../risk/operators/growth'
import { loadIndices } from '../risk/operators/load'
import {
  commitmentsOf,
  effectiveCommitments,
  histogram,
  percentileOf,
  rankedByCommitments,
  slashingSurfaces,
  stakePerCommitment,
} from '../risk/operators/overload'
import { type ArgumentsOf, assumed, input, optional, refined } from './define/argument'
import { address, amount } from './define/arguments'
import { type Covered, coverageFields, stakeAmount } from './define/coverage'
import { invalidArgument } from './define/errors'
import { blockArgument, type Measured, poolScope, type Request } from './define/measure'
import { addresses, avsValues, byPosition, positionOf, valuesBy } from './define/members'
import { member, nullReason } from './define/meta'
import { stakeMetric } from './define/metric'
import { field, object, paged, type ValuesOf } from './define/object'
import { pricingArgument } from './define/pricing'
import type { ScopeKeys } from './define/scope'
import { bigInt, decimal, double, int, list, nullable, type ValueOf } from './define/type'

const capacity = (doc: string) =>
  refined(amount(doc), (value, name, given) => {
    if (value.num > 0n) return value
    throw invalidArgument(name, given, 'A capacity is above 0.')
  })

const capacityInput = input('CapacityInput', 'Capacity of an operator.', {
  operator: address('Address of the operator, in any case.'),
  capacity: capacity('Its capacity, above 0.'),
})

const loadMembers = {
  avss: avsValues('Load of AVSs on each operator that serves them, in that unit.', 'load'),
  otherAvss: assumed(optional(amount('Load of each other AVS, at least 0.')), 'load of other AVSs'),
  operators: valuesBy(
    capacityInput(''),
    'operator',
    'capacity',
    'Capacity of operators.',
    'capacity',
  ),
  otherOperators: assumed(
    optional(capacity('Capacity of each other operator, above 0.')),
    'capacity of other operators',
  ),
}

const loadInput = input(
  'LoadInput',
  `Declared load and capacity, in one unit of your own: cores, gigabytes, people. Nothing is assumed for an AVS or operator that is
not named, unless you give a value for all others.`,
  loadMembers,
)

const operatorGrowth = object(
  'OperatorGrowth',
  'How the commitments of an operator changed between two blocks; what came and went between them is not counted.',
  {
    avsCount: field(int, 'AVSs that it serves, less those that it served.'),
    setCount: field(int, 'Operator sets, likewise.'),
    joined: field(
      list(member),
      'AVSs that it serves and did not serve, by id. An operator that was not registered yet served none.',
    ),
    left: field(
      list(member),
      'AVSs that it served and no longer serves, by id. They may still be able to slash it.',
    ),
  },
)

const operatorOverload = object(
  'OperatorOverload',
  'What an operator took on. Amounts are in the unit of the stake.',
  {
    operator: field(member, 'The operator.'),
    avsCount: field(int, 'AVSs that it is registered to, by an operator set or the AVSDirectory.'),
    setCount: field(
      int,
      'Operator sets that it is registered to; a registration by the AVSDirectory counts as one.',
    ),
    percentile: field(
      nullable(decimal),
      'Part of the operators that serve an AVS which serve as many or fewer, in [0, 1]. Null if none does.',
    ),
    effectiveCommitments: field(
      nullable(double),
      `Among how many equal AVSs its slashable stake would be spread as it is: e to the Shannon entropy of its split, in
[1, number of AVSs]. Computed in doubles: right to 12 digits. Null if none of it can be slashed.`,
    ),
    registeredMultiplier: field(
      nullable(decimal),
      'Registered stake of all AVSs by its stake: how often it is promised, at least 0. Null without stake.',
    ),
    slashableLeverage: field(
      nullable(decimal),
      'Slashable stake of all sets by its stake, in [0, 1] on EigenLayer. Null without stake.',
    ),
    slashingConditions: field(
      nullable(int),
      'Different pairs of operator set and slasher that can slash it now, in any pool. Null: the deallocation delay is not known.',
    ),
    slashers: field(nullable(int), 'Different slashers among them.'),
    unknownSlashers: field(
      nullable(int),
      'Sets that can slash it whose slasher no event reported: each counts as one pair, and as no slasher.',
    ),
    stakePerAvs: field(
      stakeAmount,
      'Its stake by the number of AVSs that it serves, whatever pools they accept. Null if it serves none.',
    ),
    loadIndex: field(
      nullable(decimal),
      'Declared load of its AVSs by its declared capacity, at least 0; above 1 it promised more than it has.',
    ),
    loadNullReason: field(
      nullable(nullReason),
      'Why there is none. ASSUMPTION_MISSING: its capacity, or the load of an AVS that it serves, is not declared.',
    ),
    ejections: field(
      nullable(int),
      'How often it was ejected from a quorum up to the block, for what it did or missed, by an AVS on eigenlayer-middleware. What other AVSs do is not known. Null: it never registered with one whose ejection manager is followed.',
    ),
    lastEjectionBlock: field(nullable(int), 'Block of the last one; null: none, or not known.'),
    secondsSinceEjection: field(
      nullable(bigInt),
      'Seconds from the last one to the block; null: none, or not known, as where the time of the block is not.',
    ),
    growth: field(
      nullable(operatorGrowth),
      'How its commitments differ from those at `since`; null: no such block was given.',
    ),
    ...coverageFields,
  },
)

const commitmentCount = object('CommitmentCount', 'Operators that serve the same number of AVSs.', {
  avsCount: field(int, 'AVSs that each serves.'),
  operatorCount: field(int, 'How many operators do.'),
})

const overloadArguments = {
  operators: optional(addresses('Only these operators. Default: all.')),
  load: optional(
    loadInput(
      'What AVSs take of an operator, and what operators have, for `loadIndex`: an assumption.',
    ),
  ),
  since: { ...blockArgument, doc: 'An earlier block, for `growth`.' },
  scope: {
    ...poolScope,
    doc: 'Only `pool` narrows it: amounts are of its shares. Commitments and slashers count whatever the pool.',
  },
  pricing: pricingArgument,
  block: blockArgument,
}

const overloadAnswer = object('Overload', 'What operators took on.', {
  operators: paged(
    operatorOverload,
    'Operators, those that serve the most AVSs first, then those in the most sets, then by id.',
  ),
  operatorCount: field(int, 'How many there are: those that were named, or all.'),
  distribution: field(
    list(commitmentCount),
    'How many of all operators serve how many AVSs, by that number.',
  ),
})

/** Field `overload`. */
export const overloadMetric = stakeMetric({
  name: 'overload',
  readsLater: true,
  doc: `What operators took on: how many AVSs they serve, what stands behind each, who can slash them, and how that grew.

Counts and claims of capacity, not how well operators do: no event of the core contracts reports missed duties, so there is no figure of
reliability, and none is made up. Ejections by AVSs on eigenlayer-middleware are facts beside them. That overload makes operators fail is not
proven.`,
  args: overloadArguments,
  answer: overloadAnswer,
  select: ({ operators, load, since, ...args }) => ({ ...args, basis: 'SLASHABLE' }),
  // Without a constant only amounts are missing. What needs none is answered.
  async otherwise(args, meta, request) {
    const unbased = { ...meta, basis: null }
    if (meta.nullReason === 'UNKNOWN_SCOPE') return { meta: unbased }
    const values = await overloadOf(args, request, () => () => ({ ...NO_AMOUNTS, ...NO_STAKE }))
    return { ...values, meta: unbased }
  },
  async compute(args, measured, request) {
    const values = await overloadOf(args, request, () => amounts(measured))
    return { ...values, meta: { ...measured.meta, basis: null } }
  },
})

type OverloadValues = ValuesOf<typeof overloadAnswer.shape>
type OperatorValues = ValueOf<typeof operatorOverload>
type Amounts = Pick<OperatorValues, keyof typeof NO_AMOUNTS | keyof Covered>

/** @param amountsOf figures of an operator that need amounts, by position; called once */
async function overloadOf(
  { operators, load, since, block: given, scope }: ArgumentsOf<typeof overloadArguments>,
  request: Request,
  amountsOf: () => (operator: number) => Amounts,
): Promise<OverloadValues> {
  const { context, sources } = request
  const block = await context.at(given)
  const protocol = scope.protocol ?? null
  const { graph } = partOf(await sources.graphs.at(context, block), protocol)
  const { loadOf, capacityOf } = declaredLoad(load, graph)
  const loads = loadIndices(graph, loadOf, capacityOf)
  const before = since && (await graphBefore(request, since, block, protocol))
  const growth = before && growthOf(before, graph)
  const commitments = commitmentsOf(graph)
  const counts = commitments.map(({ services }) => services)
  const chosen = operators?.map((id) =>
    positionOf(graph.operators, id, 'operators', 'operator'),
  ) ?? [...graph.operators.keys()]
  return {
    operatorCount: chosen.length,
    distribution: histogram(counts).map(({ count, size }) => {
      return { avsCount: count, operatorCount: size }
    }),
    operators: async (from, to) => {
      const amountOf = amountsOf()
      const surfaceOf = await surfaces(request, block, graph)
      const ejectionsOf = await ejections(request, block)
      return rankedByCommitments(chosen, commitments)
        .slice(from, to)
        .map((operator) => ({
          operator: graph.operators[operator]!,
          avsCount: counts[operator]!,
          setCount: commitments[operator]!.sets,
          percentile: percentileOf(counts, counts[operator]!).value,
          ...amountOf(operator),
          ...surfaceOf(operator),
          ...ejectionsOf(graph.operators[operator]!),
          loadIndex: loads[operator]!.value,
          loadNullReason: loads[operator]!.nullReason && ('ASSUMPTION_MISSING' as const),
          growth: growth && growthValues(growth[operator]!),
        }))
    },
  }
}

/** Load of each AVS and capacity of each operator, by position; null: not declared. */
function declaredLoad(load: ArgumentsOf<typeof loadMembers> | null, graph: StakeGraph) {
  if (load === null) return { loadOf: [], capacityOf: [] }
  const { avss, otherAvss, operators, otherOperators } = load
  const loads = byPosition(graph.services, avss, 'load.avss.avs', 'AVS')
  const capacities = byPosition(graph.operators, operators, 'load.operators.operator', 'operator')
  return {
    loadOf: loads.map((own) => own ?? otherAvss),
    capacityOf: capacities.map((own) => own ?? otherOperators),
  }
}

/** @throws ApiError BAD_USER_INPUT unless the block is before the one that is measured; BLOCK_NOT_INDEXED */
async function graphBefore(
  { sources, context }: Request,
  since: BlockInput,
  block: BlockPoint,
  protocol: ScopeKeys['protocol'] | null,
): Promise<StakeGraph> {
  const before = await resolveBlock(context, await context.head(), [since])
  if (before.number < block.number) {
    return partOf(await sources.graphs.at(context, before), protocol ?? null).graph
  }
  const hint = `Name a block before ${block.number}, whose state is measured.`
  throw invalidArgument('since', since, hint)
}

const NO_AMOUNTS = {
  effectiveCommitments: null,
  registeredMultiplier: null,
  slashableLeverage: null,
  stakePerAvs: null,
}
const NO_STAKE = { coverage: () => null, nullReason: null }

/** Figures of an operator that need amounts. */
function amounts({ at: { graph }, valuation, matrix, covered }: Measured) {
  const effective = effectiveCommitments(matrix('SERVICE'))
  const claims = rehypothecation(graph, valuation, 'REGISTERED')
  const capacity = leverage(graph, 'SLASHABLE', valuation)
  const perAvs = stakePerCommitment(graph, valuation)
  return (operator: number): Amounts => {
    const { stake, perService } = perAvs[operator]!
    const { promised, multiplier } = claims.ofOperator(operator)
    const { slashable, value } = capacity.ofOperator(operator)
    return {
      effectiveCommitments: effective[operator]!.value,
      registeredMultiplier: multiplier.value,
      slashableLeverage: value.value,
      stakePerAvs: perService.value,
      ...covered([stake, promised, slashable], () => [stake]),
    }
  }
}

/** Who can slash an operator; null: what can be slashed is not known. */
async function surfaces({ context }: Request, block: BlockPoint, graph: StakeGraph) {
  if (graph.unknownBases.includes('SLASHABLE')) {
    return () => ({ slashingConditions: null, slashers: null, unknownSlashers: null })
  }
  const rules = await loadSetRules(context, block, graph)
  const found = slashingSurfaces(graph, (set) => rules[set]!.slasher)
  return (operator: number) => {
    const { conditions, slashers, unknown } = found[operator]!
    return { slashingConditions: conditions, slashers, unknownSlashers: unknown }
  }
}

/** Ejections of an operator, by id. */
async function ejections({ context }: Request, block: BlockPoint) {
  const rows = await loadEjections(context, block.number)
  return (operator: string) => {
    const { count = null, block: last = null, time = null } = rows.get(operator) ?? {}
    const since = time === null ? null : atTimeOf(block, (now) => now - BigInt(time)).value
    return { ejections: count, lastEjectionBlock: last, secondsSinceEjection: since }
  }
}

function growthValues({ services, sets, joined, left }: Growth) {
  return { avsCount: services, setCount: sets, joined, left }
}
