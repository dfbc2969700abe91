import { columnStakes, entriesOf } from '../risk/graph/columns'
import { pricedPart, type StakeMatrix } from '../risk/graph/exposure'
import { stakedEntries } from '../risk/graph/staked-entries'
import type { Ratio } from '../risk/math/ratio'
import { optional } from './define/argument'
import { choice, FIELD_SECONDS, seconds } from './define/arguments'
import { SEARCH_MS } from './define/estimate'
import { type Measured, matrixArguments } from './define/measure'
import { positionOf } from './define/members'
import { stakeBasis } from './define/meta'
import { type RootField, stakeMetric, unanswered, without } from './define/metric'
import { countedQuorums, THIRD, thresholdOf } from './parts/corruption-threshold'
import { type JudgedAvs, judgeAttacks } from './parts/judge-attacks'
import {
  type Assumptions,
  answer,
  assumptionsArgument,
  type SettledAssumptions,
  type Values,
} from './parts/robustness-types'

/** Field `robustness`. @param maxSeconds maximum seconds of a search */
export const robustnessField = (maxSeconds: number): RootField =>
  stakeMetric({
    name: 'robustness',
    doc: `Whether attacks on AVSs can pay, and what is proven about it (Durvasula and Roughgarden, Robust Restaking Networks, ITCS
2025).

A coalition of operators that has \`threshold\` of the stake behind an AVS corrupts it, gains its \`profit\` and loses
its own stake. With REGISTERED and DELEGATED an operator's stake in the pool is shared by all AVSs that it serves: losing
it once pays for attacks on all of them. With SLASHABLE each AVS slashes a part of its own, so each AVS is a network. With VOTES it is each quorum, in \`perPool\`, and amounts are weights: how much
weight an attack needs, as the AVS counts it, at the threshold that it logged (ThresholdWeightUpdated) if it has one.

Profits are not on the chain: they are assumptions. Without them the answer is the cost of corruption of each AVS: the
profit at which an attack breaks even, at a threshold of a third unless another one is given. Of AVSs with a quorum it is
the cost to forge a decision, and beside it the cost to halt them: quorums that networks logged count, unless a \`threshold\` or
\`quorums\` are given (\`thresholdSource\`).

With REGISTERED and DELEGATED the theorems need stake in one pool: of several an AVS may accept only some, and they know no parts
of an operator's stake. Over several pools \`verdict\` and what belongs to it are null on these bases, NOT_DEFINED, and
\`perAvs\` has the cost of corruption all the same.

Of a vault (Symbiotic) operators of several AVSs count on the same stake: whatever a coalition can be slashed by there, it loses at
most the stake of the vault. Costs, certificates and attacks have that cap, on every basis.`,
    args: {
      ...matrixArguments,
      basis: optional(
        choice(
          stakeBasis,
          'Which stake counts; echoed in `meta.basis`. Default: REGISTERED where stake lies in one pool, as in each of `perPool`; SLASHABLE where it lies in several.',
        ),
      ),
      assumptions: assumptionsArgument,
      search: seconds(
        `Seconds that a solver (HiGHS) may search for an attack, or for the proof that there is none, where nothing else decides: 0 to ${maxSeconds}.`,
        maxSeconds,
      ),
    },
    answer,
    estimate: ({ search }) => 150 + search * SEARCH_MS,
    select: (args) => ({ ...args, basis: args.basis ?? 'REGISTERED' }),
    // Quorums that were logged; null: they do not count.
    load: ({ assumptions, basis }, { block }, { context }) =>
      countedQuorums(assumptions.threshold, context, block.number, basis),
    compute({ assumptions, search, ...args }, given, { sources }, logged) {
      const hasSeveral = given.stakedPools.length > 1
      const measured = args.basis === null && hasSeveral ? given.on('SLASHABLE') : given
      const { at, meta, basis } = measured
      if (at.graph.unknownBases.includes(basis))
        return unanswered(without(meta, 'CONSTANT_UNKNOWN'))
      for (const name of ['profit', 'quorums'] as const) {
        for (const avs of assumptions[name].keys()) {
          positionOf(at.graph.services, avs, `assumptions.${name}.avs`, 'AVS')
        }
      }
      const isOfAll = basis === 'REGISTERED' || basis === 'DELEGATED'
      // Of several pools an AVS may accept only some, and the model knows no parts of a stake.
      const isDefined = meta.nullReason !== null || !isOfAll || !hasSeveral
      return async (observer) => {
        const matrix = stakedEntries(measured.stake('SERVICE'))
        const { stake, ...exposure } = pricedPart(matrix)
        const buckets = measured.sharedBuckets(matrix)
        // Of a vault each counts on as much as it may, which is a part of its own, cut to what is in it.
        const isShared = isOfAll && buckets.length === 0
        const isOpen = exposure.columns.map((_, avs) => {
          return entriesOf(stake, avs).some((held) => !held.isComplete)
        })
        const settled = settle(assumptions, logged)
        const asked = { exposure, buckets, isOpen, isShared, isDefined, given: settled, search }
        const { avss, judged } = await sources.compute(judgeAttacks, asked, observer)
        const perAvs = avsList(measured, stake, avss, { assumptions, settled })
        if (judged) return { ...judged, perAvs, meta }
        const reason = isDefined ? 'ASSUMPTION_MISSING' : 'NOT_DEFINED'
        return unanswered(without(meta, meta.nullReason ?? reason), { perAvs })
      }
    },
  })

/** Field `robustness` of requests. */
export const robustnessMetric = robustnessField(FIELD_SECONDS)

/** The assumptions with quorums that were logged. @param logged null: they do not count */
function settle(
  { threshold, quorums, ...rest }: Assumptions,
  logged: ReadonlyMap<string, Ratio> | null,
): SettledAssumptions {
  return {
    ...rest,
    threshold: threshold ?? THIRD,
    quorums: new Map([...(logged ?? []), ...quorums]),
  }
}

/** @param given what the request assumes, and the same with quorums that were logged */
function avsList(
  { covered }: Measured,
  matrix: StakeMatrix,
  judged: readonly JudgedAvs[],
  given: { readonly assumptions: Assumptions; readonly settled: SettledAssumptions },
): Values['perAvs'] {
  const { assumptions, settled } = given
  const { profit, quorums } = assumptions
  const stakes = columnStakes(matrix)
  return matrix.columns.flatMap((avs, column) => {
    const holders = entriesOf(matrix, column)
    if (holders.length === 0 && !profit.has(avs)) return []
    const stake = stakes[column]!
    const { threshold, source } = thresholdOf(
      avs,
      quorums.get(avs) ?? assumptions.threshold,
      settled.quorums,
    )
    return [
      {
        avs,
        profit: profit.get(avs) ?? null,
        stake,
        threshold,
        thresholdSource: source,
        stakeToCorrupt: stake.times(threshold),
        ...judged[column]!,
        ...covered([stake], () => holders),
      },
    ]
  })
}
