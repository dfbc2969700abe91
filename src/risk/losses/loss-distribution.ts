import { CaseFigures } from './case-figures'
import {
  caseSteps,
  type FaultCases,
  hasAllCombinations,
  hasFewFaults,
  type LossCap,
  type Sampling,
  type Steps,
} from './fault-cases'
import type { FaultModel } from './fault-model'
import { anyOf, expectedOf, type Fault, faultsOf } from './faults'
import { type Interval, intervalOf, telling } from './figure'
import { rankLosses } from './ranked'
import { scenariosOf } from './separable'
import { ConvolvedTails } from './tail-bounds'

/** Probability that a 99 % interval does not have the exact value: half of what it may be. */
const ERROR = 0.005

/** Level of a tail. */
export interface TailLevel {
  /** In (0, 1). */
  readonly level: number
  /** 1 - level, without cancellation. */
  readonly beyond: number
}

/** Tail of the loss at a level. */
export interface Tail {
  /** VaR: the smallest loss that is not exceeded with probability `level`; null: too few draws. */
  readonly valueAtRisk: number | null
  /** Expected shortfall: mean of the worst 1 - level of all cases; null as VaR. */
  readonly expectedShortfall: number | null
  /** Interval of VaR: proven, or of 99 %; null as VaR, and if it is exact. */
  readonly interval: Interval | null
  /** Likewise of the expected shortfall. */
  readonly shortfallInterval: Interval | null
}

/** Distribution of the loss in a period, in the unit of the given losses. */
export interface LossDistribution {
  /**
   * EXACT: all combinations of faults, or convolution of amounts on a lattice. BOUND: intervals are
   * proven, by convolution of rounded amounts. SAMPLED: by draws.
   */
  readonly method: 'EXACT' | 'BOUND' | 'SAMPLED'
  /** Number of cases that were made; 0: it is convolved. */
  readonly cases: number
  /** Probability of any loss, from the probabilities alone. */
  readonly anyLoss: number
  /** Tail at a level, in steps of a few milliseconds. */
  tail(level: TailLevel): Generator<void, Tail>
}

/**
 * The loss distribution of a fault model: exact from all combinations if there are at most 2^18;
 * else by convolution, if faults do not overlap too much and nothing is capped; else from draws. A generator whose steps
 * take a few milliseconds at most; `done` never falls.
 *
 * @param losses loss of each row if it is slashed, at least 0
 * @param caps of losses of rows together, as `isKnown` says
 * @throws RangeError as `wholeModel`, on a negative loss, and unless the number of draws is a
 * positive integer
 */
export function* lossSteps(
  losses: readonly number[],
  model: FaultModel,
  sampling: Sampling,
  caps: readonly LossCap[] = [],
): Generator<Steps, LossDistribution> {
  const faults = faultsOf(losses, model)
  const convolved = isDrawn(losses, model, caps) ? null : convolvedUnless(losses, faults)
  if (!convolved)
    return casesDistribution(losses, faults, yield* caseSteps(losses, model, sampling, caps))
  return {
    method: convolved.isExact ? 'EXACT' : 'BOUND',
    cases: 0,
    anyLoss: anyOf(faults),
    *tail(level) {
      const simple = withoutValueAtRisk(expectedOf(losses, faults), faults, level)
      if (simple) return simple
      const { valueAtRisk, expectedShortfall } = yield* convolved.at(level.level, level.beyond)
      return {
        valueAtRisk: middle(valueAtRisk),
        expectedShortfall: middle(expectedShortfall),
        interval: unlessExact(valueAtRisk),
        shortfallInterval: unlessExact(expectedShortfall),
      }
    },
  }
}

/** Probability that anything is lost. @throws RangeError as `lossSteps` */
export function anyLoss(losses: readonly number[], model: FaultModel): number {
  return anyOf(faultsOf(losses, model))
}

/** Whether all combinations of faults are made. */
export function isCombined(losses: readonly number[], model: FaultModel): boolean {
  return hasAllCombinations(faultsOf(losses, model))
}

/** Whether the distribution needs draws. */
export function isDrawn(
  losses: readonly number[],
  model: FaultModel,
  caps: readonly LossCap[],
): boolean {
  const faults = faultsOf(losses, model)
  if (hasAllCombinations(faults)) return false
  return caps.length > 0 || convolvedTails(losses, faults) === null
}

/** Whether the distribution is known: with caps not if one has too many faults, as its mean is not known then. */
export function isKnown(
  losses: readonly number[],
  model: FaultModel,
  caps: readonly LossCap[],
): boolean {
  if (caps.length === 0) return true
  const faults = faultsOf(losses, model)
  return hasAllCombinations(faults) || hasFewFaults(faults, caps)
}

/** Null: all combinations are made. */
function convolvedUnless(losses: readonly number[], faults: readonly Fault[]) {
  return hasAllCombinations(faults) ? null : convolvedTails(losses, faults)
}

function convolvedTails(losses: readonly number[], faults: readonly Fault[]) {
  const scenarios = scenariosOf(losses, faults)
  return scenarios && ConvolvedTails.of(scenarios, expectedOf(losses, faults))
}

/** The distribution of cases: combinations, or draws. */
export function casesDistribution(
  losses: readonly number[],
  faults: readonly Fault[],
  cases: FaultCases,
): LossDistribution {
  const figures = new CaseFigures(cases)
  const rows = new Map(losses.entries())
  const ranked = rankLosses(cases.lossIn(rows), cases.largest(rows))
  const all = figures.all(ranked)
  const expected = cases.expected(rows)
  return {
    method: cases.isExact ? 'EXACT' : 'SAMPLED',
    cases: cases.weight.length,
    anyLoss: anyOf(faults),
    // biome-ignore lint/correctness/useYield: one step.
    *tail(level) {
      const simple = withoutValueAtRisk(expected, faults, level)
      if (simple) return simple
      const found = figures.quantile(ranked, all, level.level, ERROR)
      const valueAtRisk = telling(found)
      const bounds = {
        expected,
        unseen: cases.unseen(rows),
        unseenBelow: cases.unseen(rows, found.value),
      }
      const expectedShortfall = telling(
        figures.shortfall(ranked, found.value, level.beyond, bounds, ERROR),
      )
      return {
        valueAtRisk: valueAtRisk?.value ?? null,
        expectedShortfall: expectedShortfall?.value ?? null,
        interval: intervalOf(valueAtRisk),
        shortfallInterval: intervalOf(expectedShortfall),
      }
    },
  }
}

/** The tail where nothing is lost with the probability of the level; null: it has a VaR above 0. */
function withoutValueAtRisk(
  expected: number,
  faults: readonly Fault[],
  { beyond }: TailLevel,
): Tail | null {
  // By rounding, a sum of doubles can be slightly above what it is compared with.
  if (anyOf(faults) > beyond * (1 + 1e-12)) return null
  return {
    valueAtRisk: 0,
    expectedShortfall: expected / beyond,
    interval: null,
    shortfallInterval: null,
  }
}

function middle([lower, upper]: Interval): number {
  return lower === upper ? lower : (lower + upper) / 2
}

function unlessExact(interval: Interval): Interval | null {
  return interval[0] === interval[1] ? null : interval
}
