import { loadNativeStake, type NativeStake } from '../reads/graph/native-stake'
import {
  type ClassSplit,
  classBounds,
  classConcentration,
  classSplit,
} from '../risk/base-layer/asset-classes'
import { chainShare } from '../risk/base-layer/chain-share'
import type { DepegEffect } from '../risk/base-layer/depeg'
import { depegSensitivity } from '../risk/base-layer/depeg-sensitivity'
import { securityByPool, unpricedServices } from '../risk/base-layer/security'
import { holdersOf } from '../risk/graph/columns'
import { pricedPart, type StakeMatrix } from '../risk/graph/exposure'
import { type Ratio, ratio } from '../risk/math/ratio'
import { WAD } from '../risk/math/wad'
import type { Value } from '../risk/value/value'
import { type ArgumentsOf, assumed, input, optional } from './define/argument'
import { amount, id } from './define/arguments'
import { type Covered, coverageFields, stakeAmount } from './define/coverage'
import { invalidArgument } from './define/errors'
import { groupingArgument } from './define/grouping'
import { basisArgument, blockArgument, type Request } from './define/measure'
import { avsValues, byPosition } from './define/members'
import { member, type NullReason, nullReason } from './define/meta'
import { stakeMetric } from './define/metric'
import { expensive, field, lazy, limited, object, paged } from './define/object'
import { once } from './define/once'
import { pricingArgument, withRates } from './define/pricing'
import {
  boolean,
  decimal,
  enumeration,
  int,
  list,
  lowerBound,
  nullable,
  string,
  upperBound,
} from './define/type'
import { assetClasses, checkClass, classesOf } from './parts/asset-classes'

const depegInput = input('DepegInput', 'A fall of price, and what AVSs need.', {
  class: assumed(
    id('Class of the grouping whose price falls; the others keep theirs.'),
    'depeg of',
  ),
  minima: avsValues(
    'Minimum stake of AVSs. Only AVSs that are named are measured: without, nothing is known (ASSUMPTION_MISSING).',
    'minimum',
  ),
})

const nativeRestaking = object('NativeRestaking', 'Native ETH that is restaked. Amounts in ETH.', {
  restaked: field(
    decimal,
    'What stakers could withdraw of native ETH, delegated or not (DelegationManager.getWithdrawableShares); without what is queued.',
  ),
  delegated: field(
    decimal,
    'Native ETH delegated to operators (DelegationManager.operatorShares).',
  ),
  share: field(nullable(decimal), 'restaked / `stakedEth`, in [0, 1].'),
  toThird: field(
    nullable(decimal),
    "A third less the share: whoever controls a third of the chain's stake can stop finality. Below 0: passed.",
  ),
  toHalf: field(
    nullable(decimal),
    'A half less the share: a half chooses the chain that others follow.',
  ),
  toTwoThirds: field(nullable(decimal), 'Two thirds less the share: two thirds finalize alone.'),
  nullReason: field(
    nullable(nullReason),
    'Why there is no share. ASSUMPTION_MISSING: `stakedEth` is not given.',
  ),
})

const assetClass = object('AssetClass', 'Stake in one class.', {
  name: field(string, 'Its name in the label files: a claim of their authors.'),
  stake: field(stakeAmount, 'Stake in it.'),
  share: field(nullable(decimal), 'Part of the stake, in [0, 1]. Null while stake has no class.'),
  atLeast: field(
    nullable(lowerBound),
    'Lower bound of the share: if nothing without a class belongs to it. Null while stake has no price.',
  ),
  atMost: field(
    nullable(upperBound),
    'Upper bound of the share: if all without a class belongs to it. Null while stake has no price.',
  ),
  ...coverageFields,
})

const assetSplit = object('AssetSplit', 'Stake by class of its assets.', {
  stake: field(stakeAmount, 'Stake behind it.'),
  classes: field(list(assetClass), 'Classes with stake, the largest first, then by name.'),
  unclassified: field(stakeAmount, 'Stake in pools of no class.'),
  unclassifiedPools: limited(member, 'Those pools, by id.'),
  hhi: field(
    nullable(decimal),
    'Sum of the squared shares of the classes, in (0, 1]: with a grouping of issuers, their concentration.',
  ),
  hasUnpriced: field(boolean, 'Whether some of the stake has no price: see `coverage`.'),
  ...coverageFields,
  nullReason: field(nullable(nullReason), 'Why there are no shares and no `hhi`.'),
})

const avsAssets = object('AvsAssets', 'Assets behind an AVS.', {
  avs: field(member, 'The AVS.'),
  assets: field(assetSplit, 'Its stake by class.'),
})

const depegOutcome = enumeration('DepegOutcome', 'What a fall of price does to an AVS.', {
  FALLS: 'It falls under its minimum.',
  ALREADY_UNDER: 'It is under its minimum now.',
  NEVER: 'It keeps its minimum, even if the class is worth nothing.',
})

const depegThreshold = object('DepegThreshold', 'How far the price may fall for one AVS.', {
  avs: field(member, 'The AVS.'),
  outcome: field(nullable(depegOutcome), 'What a fall of price does to it; null: unknown.'),
  depeg: field(
    nullable(lowerBound),
    'Part of its price that the class may lose, in [0, 1), rounded down: beyond it the AVS is under its minimum. Only if it FALLS.',
  ),
  ...coverageFields,
  nullReason: field(
    nullable(nullReason),
    'Why the outcome is unknown: stake has no class (UNCLASSIFIED), or no price (UNPRICED).',
  ),
})

const depegSensitivityType = object(
  'DepegSensitivity',
  'How far the price of a class may fall before AVSs are under their minimum: amounts stay, and all else is worth as much as before.',
  {
    first: field(
      nullable(depegThreshold),
      'The AVS that falls first, of equal ones the first by id. Null if none can, or if it is unknown of one that may.',
    ),
    avss: field(
      list(depegThreshold),
      'AVSs with a minimum: those that are under it, then by threshold, then those that never are, then unknown ones; equal ones by id.',
    ),
    nullReason: field(
      nullable(nullReason),
      'Why it is unknown which is first. ASSUMPTION_MISSING: no minima are given.',
    ),
  },
)

const beaconChainLosses = object(
  'BeaconChainLosses',
  `Stakers that lost by the beacon chain, by penalties or slashing (EigenPodManager.beaconChainSlashingFactor below 1). Losses from
before the factor was introduced are not included. Amounts in ETH.`,
  {
    stakers: field(int, 'How many stakers.'),
    pods: field(int, 'How many of them have an EigenPod that an event reported.'),
    leastFactor: field(nullable(decimal), 'The lowest factor, in [0, 1); null: nobody lost.'),
    deposited: field(decimal, 'Native ETH that they have deposited and not withdrawn.'),
    withdrawable: field(decimal, 'What of it they could withdraw.'),
    lost: field(
      decimal,
      'deposited - withdrawable: what the beacon chain took, and what operator sets slashed, which cannot be distinguished.',
    ),
  },
)

const baseLayerArguments = {
  stakedEth: assumed(
    optional(
      amount(
        "All ETH staked on the beacon chain at that time, by anybody, in ETH: the chain's contracts do not have it. For `native`.",
      ),
    ),
  ),
  grouping: groupingArgument(
    `Kind of grouping in the label files that gives pools, or their tokens, a class: \`assetClass\`, \`issuer\`. The label of a pool
takes precedence over that of its token. Default: \`assetClass\`; if no label file has that, no pool has a class.`,
  ),
  depeg: optional(
    depegInput('A class whose price falls, and the minimum stake of AVSs, for `depeg`.'),
  ),
  basis: basisArgument('REGISTERED'),
  pricing: {
    ...pricingArgument,
    doc: 'Prices, if stake of several pools is to be added up; without: shares of the one pool that holds stake.',
  },
  block: blockArgument,
}

/** Field `baseLayer`. */
export const baseLayerMetric = stakeMetric({
  name: 'baseLayer',
  readsLater: true,
  doc: `What restaked security itself rests on: the beacon chain, and the classes and issuers of the assets behind it.

Concentration over clients, hosts or countries of operators is \`concentration\` with a \`grouping\` of that kind. \`native\` and
\`beaconChain\` need no prices.`,
  args: baseLayerArguments,
  answer: object(
    'BaseLayer',
    'What restaked security rests on. Amounts are in the unit of the stake, unless said otherwise.',
    {
      native: lazy(nativeRestaking, 'Native ETH that is restaked, and its part of all staked ETH.'),
      all: expensive(
        20,
        lazy(
          nullable(assetSplit),
          "Stake behind all AVSs by class: each operator's in a pool once, however many count on it.",
        ),
      ),
      avss: expensive(50, paged(avsAssets, 'Stake behind each AVS by class; AVSs by id.')),
      avsCount: field(int, 'How many AVSs there are.'),
      depeg: lazy(
        nullable(depegSensitivityType),
        'How far the price of a class may fall; null: `depeg` is not given.',
      ),
      beaconChain: lazy(beaconChainLosses, 'What the beacon chain took from restakers.'),
    },
  ),
  select: (args) => ({ ...args, grouping: null }),
  async otherwise(args, meta, request) {
    const { values, minima, grouping } = await chainOf(args, request)
    const unknown = minima && { first: null, avss: [], nullReason: meta.nullReason }
    return {
      ...values,
      depeg: () => unknown,
      meta: { ...meta, grouping: grouping?.version ?? null },
    }
  },
  async compute(args, { at, basis, block, valuation, meta, stake, covered }, request) {
    const { values, minima, grouping } = await chainOf(args, request)
    const { services, pools } = at.graph
    const classOf = classesOf(pools, await withRates(request.context, block.number, at), grouping)
    const byPool = stake('SERVICE', 'POOL')
    const byOperator = once(() => stake('SERVICE'))
    const holders = (columns: readonly number[]) => () => holdersOf(byOperator(), columns)
    const splitOf = (matrix: StakeMatrix, column: number, columns: readonly number[]) =>
      assetsOf(classSplit(matrix, column, classOf), pools, (shown) => {
        return covered(shown, holders(columns))
      })
    return {
      ...values,
      meta: { ...meta, grouping: grouping?.version ?? null },
      all: () => splitOf(securityByPool(at.graph, basis, valuation), 0, [...services.keys()]),
      avss: (from, to) =>
        services.slice(from, to).map((avs, index) => {
          const column = from + index
          return { avs, assets: splitOf(byPool, column, [column]) }
        }),
      depeg: () => {
        if (!minima) return null
        const scaled = minima.map((one) => one && ratio(one.num * valuation.unit, one.den))
        const found = depegSensitivity(
          pricedPart(byPool),
          scaled,
          classOf,
          args.depeg!.class,
          unpricedServices(byPool),
        )
        const named = ({ column, nullReason, ...effect }: DepegEffect) => ({
          ...effect,
          avs: services[column]!,
          ...covered([], holders([column])),
          nullReason,
        })
        const reason = found.nullReason === 'UNDECLARED' ? 'ASSUMPTION_MISSING' : found.nullReason
        return {
          first: found.first && named(found.first),
          avss: found.effects.map(named),
          nullReason: meta.nullReason ?? reason,
        }
      },
    }
  },
})

/** What needs no stake, minima by AVS, and the classes. */
async function chainOf(
  { stakedEth, depeg, ...args }: ArgumentsOf<typeof baseLayerArguments>,
  { context, sources }: Request,
) {
  const block = await context.at(args.block)
  const labels = sources.labels(block.chainId)
  const grouping = assetClasses(labels, args.grouping, 'grouping')
  if (depeg) checkClass(depeg.class, grouping, 'depeg.class')
  const { graph } = await sources.graphs.at(context, block)
  const native = once(() => loadNativeStake(context, block, graph))
  return {
    grouping,
    minima: depeg && byPosition(graph.services, depeg.minima, 'depeg.minima.avs', 'AVS'),
    values: {
      native: async () => nativeValues(await native(), stakedEth),
      beaconChain: async () => lossValues(await native()),
      avsCount: graph.services.length,
    },
  }
}

/** Values of AssetSplit. @param pools by position @param coveredBy coverage of figures that show some amounts */
function assetsOf(
  split: ClassSplit,
  pools: readonly string[],
  coveredBy: (shown: readonly Value[]) => Covered,
) {
  const { unclassified, unclassifiedPools, total } = split
  return {
    stake: total,
    classes: classBounds(split).map(({ id, stake, ...bounds }) => ({
      name: id,
      stake,
      ...bounds,
      ...coveredBy([stake, total]),
    })),
    unclassified,
    unclassifiedPools: (limit: number) =>
      unclassifiedPools.slice(0, limit).map((pool) => pools[pool]!),
    hhi: classConcentration(split),
    hasUnpriced: !total.isComplete,
    ...coveredBy([total]),
    nullReason: noShares(split),
  }
}

function noShares({ unclassified, total, hasPools }: ClassSplit): NullReason | null {
  if (unclassified.isZero !== true) return 'UNCLASSIFIED'
  if (!hasPools) return 'EMPTY'
  return total.share(total).nullReason
}

const inEth = (wei: bigint): Ratio => ratio(wei, WAD)

/** Values of NativeRestaking. @throws ApiError BAD_USER_INPUT if less is staked than is restaked */
function nativeValues({ withdrawable, delegated }: NativeStake, stakedEth: Ratio | null) {
  // Both times the denominator, so that parts of a wei do not matter.
  const staked = stakedEth && stakedEth.num * WAD
  const restaked = withdrawable * (stakedEth?.den ?? 1n)
  if (staked !== null && restaked > staked) {
    const hint = `More than that is restaked: ${decimal.serialize(inEth(withdrawable))} ETH.`
    throw invalidArgument('stakedEth', decimal.serialize(stakedEth!), hint)
  }
  const { value, nullReason } = chainShare(restaked, staked)
  const [toThird = null, toHalf = null, toTwoThirds = null] = value?.distances ?? []
  return {
    restaked: inEth(withdrawable),
    delegated: inEth(delegated),
    share: value?.share ?? null,
    toThird,
    toHalf,
    toTwoThirds,
    nullReason: nullReason === 'UNKNOWN_TOTAL' ? ('ASSUMPTION_MISSING' as const) : nullReason,
  }
}

/** Values of BeaconChainLosses. */
function lossValues({ slashed }: NativeStake) {
  const sum = (amountOf: (one: (typeof slashed)[number]) => bigint) =>
    inEth(slashed.reduce((all, one) => all + amountOf(one), 0n))
  const lowest = slashed.reduce<bigint | null>(
    (low, { factor }) => (low === null || factor < low ? factor : low),
    null,
  )
  return {
    stakers: slashed.length,
    pods: slashed.filter(({ hasPod }) => hasPod).length,
    leastFactor: lowest === null ? null : inEth(lowest),
    deposited: sum(({ deposited }) => deposited),
    withdrawable: sum(({ withdrawable }) => withdrawable),
    lost: sum(({ deposited, withdrawable }) => deposited - withdrawable),
  }
}
