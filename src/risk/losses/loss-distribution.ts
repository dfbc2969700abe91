import type { SortedRuns } from '../math/sorted-runs'
import type { FaultModel } from './fault-model'
import { drawLosses } from './loss-draws'
import { type Fault, faultsOf, groupsOf } from './risky-rows'

/** Maximum number of independent faults of which all combinations are enumerated. */
export const MAX_EXACT_FAULTS = 18
/** Combinations per step. */
const STATES_PER_STEP = 2 ** 10
/** Minimum number of draws beyond a level for a tail. */
export const MIN_EXCEEDANCES = 100
/** Normal quantile of a two-sided 99 % interval. */
const Z99 = 2.5758293035489004

/** Tail of the loss at a level. */
interface Tail {
  /**
   * VaR: the smallest loss that is not exceeded with probability `level`; null: too few draws
   * beyond it.
   */
  readonly valueAtRisk: number | null
  /** Expected shortfall: mean of the worst 1 - level of all cases; null as VaR. */
  readonly expectedShortfall: number | null
  /** 99 % confidence interval of VaR by order statistics; null as VaR, and if it is exact. */
  readonly interval: readonly [number, number] | null
}

/** Distribution of the loss in a period, in the unit of the given losses. */
export interface LossDistribution {
  /** Whether all combinations of faults were enumerated. */
  readonly isExact: boolean
  /** Probability of any loss. */
  readonly anyLoss: number
  /** Tail at a level in (0, 1). */
  tail(level: number): Tail
}

/** Progress in combinations of faults, or in draws. */
export interface Steps {
  readonly done: number
  readonly total: number
}

/** Random sampling, used where there are too many combinations. */
export interface Sampling {
  readonly seed: number
  readonly draws: number
}

/**
 * The loss distribution of a fault model: exact from all combinations if there are at most 18
 * faults, else from draws. A generator whose steps take a few milliseconds at most; `done` never
 * falls.
 *
 * @param losses loss of each row if it is slashed, at least 0
 * @throws RangeError as `wholeModel`, on a negative loss, and unless the number of draws is a
 * positive integer
 */
export function* lossSteps(
  losses: readonly number[],
  model: FaultModel,
  { seed, draws }: Sampling,
): Generator<Steps, LossDistribution> {
  if (!Number.isInteger(draws) || draws < 1)
    throw new RangeError(`Not a positive number of draws: ${draws}`)
  for (const loss of losses)
    if (!(loss >= 0)) throw new RangeError(`Not a loss of at least 0: ${loss}`)
  const groups = groupsOf(losses, model)
  const faults = faultsOf(groups)
  if (faults.length <= MAX_EXACT_FAULTS) return yield* exactly(losses, faults)
  const drawing = drawLosses(groups, seed, draws)
  for (;;) {
    const step = drawing.next()
    if (step.done) return drawn(step.value, draws)
    yield { done: step.value, total: draws }
  }
}

function* exactly(
  losses: readonly number[],
  faults: readonly Fault[],
): Generator<Steps, LossDistribution> {
  const cases = new Map<number, number>()
  const total = 2 ** faults.length
  for (let state = 0; state < total; state++) {
    if (state % STATES_PER_STEP === 0) yield { done: state, total }
    const hit = new Set<number>()
    let probability = 1
    faults.forEach((fault, bit) => {
      if ((state >> bit) & 1) {
        probability *= fault.probability
        for (const row of fault.rows) hit.add(row)
      } else probability *= 1 - fault.probability
    })
    // Summed in the order of rows, so that equal sets of rows give equal sums.
    const loss = [...hit].sort((a, b) => a - b).reduce((sum, row) => sum + losses[row]!, 0)
    cases.set(loss, (cases.get(loss) ?? 0) + probability)
  }
  yield { done: total, total }
  const sorted = [...cases].sort(([a], [b]) => a - b)
  return {
    isExact: true,
    anyLoss: sorted.reduce((sum, [loss, probability]) => (loss > 0 ? sum + probability : sum), 0),
    tail(level) {
      let below = 0
      const at = sorted.findIndex(([, probability]) => {
        below += probability
        // By rounding, a sum of doubles can be slightly below a level that it reaches.
        return below >= level - 1e-12
      })
      const valueAtRisk = sorted[at]![0]
      const beyond = sorted.slice(at + 1).reduce((sum, [loss, p]) => sum + loss * p, 0)
      const expectedShortfall = (beyond + valueAtRisk * Math.max(0, below - level)) / (1 - level)
      return { valueAtRisk, expectedShortfall, interval: null }
    },
  }
}

function drawn(totals: SortedRuns, draws: number): LossDistribution {
  return {
    isExact: false,
    anyLoss: (draws - totals.countTo(0)) / draws,
    tail(level) {
      const beyond = draws * (1 - level)
      if (beyond < MIN_EXCEEDANCES) {
        return { valueAtRisk: null, expectedShortfall: null, interval: null }
      }
      const at = Math.ceil(draws * level) - 1
      const width = Z99 * Math.sqrt(draws * level * (1 - level))
      const near = (index: number) => totals.at(Math.min(draws - 1, Math.max(0, index)))
      const valueAtRisk = near(at)
      // Draws with a loss of just VaR that are beyond the level.
      const equal = totals.countTo(valueAtRisk) - draws * level
      return {
        valueAtRisk,
        expectedShortfall: (totals.sumAbove(valueAtRisk) + valueAtRisk * equal) / beyond,
        interval: [near(Math.floor(at - width)), near(Math.ceil(at + width))],
      }
    },
  }
}
