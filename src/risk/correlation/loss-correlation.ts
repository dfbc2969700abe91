import type { Exposure } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import { type FaultModel, wholeModel } from '../losses/fault-model'
import { type Answer, known, unknown } from '../math/answer'
import { pairCount, pairIndex } from '../math/pairs'
import { type Ratio, ratio } from '../math/ratio'
import { overRoot } from '../math/square-root'

/** Exact moments of the losses of columns. A slashed row loses all its stake in every column. */
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
 * A row with probability p in a group with shock probability q is slashed with P = 1 - (1 - p)(1 -
 * q). Then Cov(s, t) = sum over rows of P (1 - P) x_s x_t, plus for each group q (1 - q) times (sum
 * of (1 - p) x_s)(sum of (1 - p) x_t) - sum of (1 - p)^2 x_s x_t.
 * @throws RangeError as `wholeModel`
 */
export function lossMoments(exposure: Exposure, model: FaultModel): LossMoments {
  const count = exposure.columns.length
  const { unit, own, shock, groupOf } = wholeModel(model, exposure.rows.length)
  const whole = unit * unit
  // P times unit^2.
  const slashed = own.map((p, row) => {
    const q = groupOf[row]! < 0 ? 0n : shock[groupOf[row]!]!
    return whole - (unit - p) * (unit - q)
  })
  const mean = exposure.columns.map(() => 0n)
  const variance = exposure.columns.map(() => 0n)
  const covariance = new Array<bigint>(pairCount(count)).fill(0n)
  const addProduct = (s: number, t: number, value: bigint) => {
    if (s === t) variance[s]! += value
    else covariance[pairIndex(count, s, t)]! += value
  }
  // By group, by column: sum of (1 - p) x, the loss from the shock alone.
  const common = shock.map(() => new Map<number, bigint>())
  const { start, row: column, value } = transpose(exposure)
  for (let row = 0; row < exposure.rows.length; row++) {
    const [from, to] = [start[row]!, start[row + 1]!]
    const single = slashed[row]! * (whole - slashed[row]!)
    const group = groupOf[row]!
    const rest = unit - own[row]!
    const q = group < 0 ? 0n : shock[group]!
    const shared = q * (unit - q) * rest * rest
    for (let one = from; one < to; one++) {
      const [s, x] = [column[one]!, value[one]!]
      mean[s]! += slashed[row]! * x
      if (group >= 0) common[group]!.set(s, (common[group]!.get(s) ?? 0n) + rest * x)
      for (let other = one; other < to; other++) {
        addProduct(s, column[other]!, (single - shared) * x * value[other]!)
      }
    }
  }
  common.forEach((sums, group) => {
    const factor = shock[group]! * (unit - shock[group]!)
    const list = [...sums].sort(([a], [b]) => a - b)
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
