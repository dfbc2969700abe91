import { type Ratio, ratio } from '../math/ratio'
import type { Population } from './population'

/** Maximum number of points of a curve. */
export const MAX_LORENZ_POINTS = 200

/** Percentiles of the members that every curve of enough points has. */
const ALWAYS = [1, 5, 10, 50, 90, 95, 99]

/** A point of the curve: what a part of the members, the smallest ones, holds. */
interface LorenzPoint {
  /** Part of the members, in [0, 1]. */
  readonly population: Ratio
  /** Their share of the total, in [0, population]. */
  readonly share: Ratio
}

/**
 * Lorenz curve: points from (0, 0) to (1, 1), smallest members first. All n + 1 points if these are
 * at most `points`; otherwise at most `points`, evenly spaced, and if there are at least 12 also
 * those nearest to 1, 5, 10, 50, 90, 95 and 99 % of the members. Null if the population cannot be
 * measured. Source: Lorenz 1905.
 *
 * @throws RangeError unless `points` is an integer from 2 to 200
 */
export function lorenz(population: Population, points: number): LorenzPoint[] | null {
  if (!Number.isInteger(points) || points < 2 || points > MAX_LORENZ_POINTS) {
    throw new RangeError(`Not a number of points: ${points}`)
  }
  if (population.nullReason !== null) return null
  const { members, total } = population
  const n = members.length
  const wanted = positions(n, points)
  const curve: LorenzPoint[] = []
  let sum = 0n
  for (let count = 0; count <= n; count++) {
    if (count > 0) sum += members[n - count]!.amount
    if (!wanted.has(count)) continue
    curve.push({ population: ratio(BigInt(count), BigInt(n)), share: ratio(sum, total) })
  }
  return curve
}

/** Numbers of members at which the curve has points. */
function positions(n: number, points: number): Set<number> {
  if (n < points) return new Set(Array.from({ length: n + 1 }, (_, count) => count))
  const always = points < 12 ? [] : ALWAYS.map((percent) => Math.round((n * percent) / 100))
  const steps = points - 1 - always.length
  const even = Array.from({ length: steps + 1 }, (_, step) => Math.round((n * step) / steps))
  return new Set([...even, ...always])
}
