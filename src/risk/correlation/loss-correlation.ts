import type { Exposure } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import { type FaultModel, keptParts, wholeModel } from '../losses/fault-model'
import { type Answer, known, unknown } from '../math/answer'
import { leastCommonMultiple } from '../math/least-common-multiple'
import { pairCount, pairIndex } from '../math/pairs'
import { type Ratio, ratio } from '../math/ratio'
import { overRoot } from '../math/square-root'

/** Exact moments of the losses of columns. A fault takes the same part of a row in every column. */
export interface LossMoments {
  /** Expected loss of each column, in units of 1. */
  readonly mean: readonly Ratio[]
  /** Variance of the loss of each column, times `scale`. */
  readonly variance: readonly bigint[]
  /** Covariance of the losses of each pair of columns, by `pairIndex`, times `scale`. */
  readonly covariance: readonly bigint[]
  readonly scale: bigint
}

/**
 * Mean, variance and covariance of losses in closed form.
 *
 * Of a row its own fault leaves A, and the shock of its group leaves B (see `keptParts`), so it
 * loses L = 1 - A B. Then Cov(s, t) = sum over rows of Var(L) x_s x_t, plus for each group Var(B)
 * times (sum of E(A) x_s)(sum of E(A) x_t) - sum of E(A)^2 x_s x_t. If faults take everything, with
 * probabilities p and q, E(A) = 1 - p and Var(B) = q (1 - q).
 * @throws RangeError as `wholeModel`
 */
export function lossMoments(exposure: Exposure, model: FaultModel): LossMoments {
  const count = exposure.columns.length
  const { groupOf } = wholeModel(model, exposure.rows.length)
  const { unit, own, shock } = inIntegers(keptParts(model))
  const whole = unit * unit
  const certain = { mean: unit, square: whole }
  const mean = exposure.columns.map(() => 0n)
  const variance = exposure.columns.map(() => 0n)
  const covariance = new Array<bigint>(pairCount(count)).fill(0n)
  const addProduct = (s: number, t: number, value: bigint) => {
    if (s === t) variance[s]! += value
    else covariance[pairIndex(count, s, t)]! += value
  }
  // By group, by column: sum of E(A) x, what the shock alone may take.
  const sums = shock.map(() => new Map<number, bigint>())
  const { start, row: column, value } = transpose(exposure)
  for (let row = 0; row < exposure.rows.length; row++) {
    const [from, to] = [start[row]!, start[row + 1]!]
    const group = groupOf[row]!
    const [left, common] = [own[row]!, group < 0 ? certain : shock[group]!]
    const kept = left.mean * common.mean
    const single = left.square * common.square - kept * kept
    const shared = left.mean * left.mean * varianceOf(common)
    for (let one = from; one < to; one++) {
      const [s, x] = [column[one]!, value[one]!]
      mean[s]! += (whole - kept) * x
      if (group >= 0) sums[group]!.set(s, (sums[group]!.get(s) ?? 0n) + left.mean * x)
      const factor = (single - shared) * x
      for (let other = one; other < to; other++)
        addProduct(s, column[other]!, factor * value[other]!)
    }
  }
  sums.forEach((ofGroup, group) => {
    const factor = varianceOf(shock[group]!)
    const list = [...ofGroup].sort(([a], [b]) => a - b)
    list.forEach(([s, x], index) => {
      for (const [t, y] of list.slice(index)) addProduct(s, t, factor * x * y)
    })
  })
  return {
    mean: mean.map((sum) => ratio(sum, whole * exposure.unit)),
    variance,
    covariance,
    scale: whole * whole * exposure.unit * exposure.unit,
  }
}

/** Moments in integers. */
interface WholeKept {
  /** Times `unit`. */
  readonly mean: bigint
  /** Times `unit`^2. */
  readonly square: bigint
}

function varianceOf({ mean, square }: WholeKept): bigint {
  return square - mean * mean
}

/** What is left, over one denominator. */
function inIntegers({ own, groups }: ReturnType<typeof keptParts>) {
  const unit = [...own, ...groups].reduce((all, { mean, square }) => {
    return leastCommonMultiple(leastCommonMultiple(all, mean.den), square.den)
  }, 1n)
  const whole = ({ mean, square }: (typeof own)[number]): WholeKept => ({
    mean: mean.num * (unit / mean.den),
    square: square.num * (unit / square.den) * unit,
  })
  return { unit, own: own.map(whole), shock: groups.map(whole) }
}

/**
 * Correlation of the losses of two columns, in [-1, 1], exact up to the rounding of `overRoot`.
 * NO_VARIANCE: the loss of one of them is certain or impossible.
 */
export function lossCorrelation(
  { variance, covariance }: LossMoments,
  a: number,
  b: number,
): Answer<Ratio, 'NO_VARIANCE'> {
  const [x, y] = [variance[a]!, variance[b]!]
  if (x === 0n || y === 0n) return unknown('NO_VARIANCE')
  if (a === b) return known(ratio(1n))
  const shared = covariance[pairIndex(variance.length, Math.min(a, b), Math.max(a, b))]!
  return known(overRoot(shared, x * y))
}

/** Standard deviation of the loss of a column, in units of 1, rounded as by `overRoot`. */
export function lossDeviation({ variance, scale }: LossMoments, column: number): Ratio {
  const value = variance[column]!
  return value === 0n ? ratio(0n) : overRoot(value, value * scale)
}
