import type { SortedRuns } from '../math/sorted-runs'
import type { FaultModel } from './fault-model'
import { drawLosses } from './loss-draws'
import { type Fault, faultsOf, groupsOf } from './risky-rows'

/** Most independent faults of which all combinations are tried. */
export const MAX_EXACT_FAULTS = 18
/** Combinations that are tried at a time. */
const STATES_PER_STEP = 2 ** 10
/** Fewest draws beyond a level from which its expected shortfall is told. */
export const MIN_EXCEEDANCES = 100
/** Half width of a 99 % interval in standard deviations. */
const Z99 = 2.5758293035489004

/** What is lost beyond a probability. */
export interface Tail {
  /** Least loss that is not exceeded with probability `level`; null: too few draws lie beyond it. */
  readonly valueAtRisk: number | null
  /** Mean of the worst 1 - level of all cases. */
  readonly expectedShortfall: number | null
  /** 99 % interval of `valueAtRisk` by order statistics; null if it is exact. */
  readonly interval: readonly [number, number] | null
}

/** How much is lost in a period, with which probability. Amounts as given. */
export interface LossDistribution {
  readonly isExact: boolean
  /** Probability that anything is lost. */
  readonly anyLoss: number
  /** Tail at a level in (0, 1). */
  tail(level: number): Tail
}

/** Combinations of faults, or draws: how many are done, and how many there are. */
export interface Steps {
  readonly done: number
  readonly total: number
}

/** How draws are made, where combinations are too many. */
export interface Sampling {
  readonly seed: number
  readonly draws: number
}

/**
 * Losses of rows that are slashed by themselves or with their group: by all combinations of faults if there are few, else
 * by draws. Step by step, each of some milliseconds at most; `done` never falls.
 *
 * @param losses what each row loses if it is slashed
 * @throws RangeError as `wholeModel`, on a negative loss, and on a number of draws that is not above 0
 */
export function* lossSteps(
  losses: readonly number[],
  model: FaultModel,
  { seed, draws }: Sampling,
): Generator<Steps, LossDistribution> {
  if (!Number.isInteger(draws) || draws < 1) throw new RangeError(`Not a number of draws: ${draws}`)
  for (const loss of losses) if (!(loss >= 0)) throw new RangeError(`Not a loss: ${loss}`)
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
    // In the order of rows, so that equal groups give equal sums.
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
        // Sums of doubles fall short of a level that they reach by a rounding.
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
      // Of the draws that lose just as much, the ones beyond the level.
      const equal = totals.countTo(valueAtRisk) - draws * level
      return {
        valueAtRisk,
        expectedShortfall: (totals.sumAbove(valueAtRisk) + valueAtRisk * equal) / beyond,
        interval: [near(Math.floor(at - width)), near(Math.ceil(at + width))],
      }
    },
  }
}
