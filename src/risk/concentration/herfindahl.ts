import { divide, multiply, type Ratio, ratio, subtract } from '../math/ratio'
import type { Population } from './population'

const ONE = ratio(1n)
const POINTS = ratio(10_000n)

/**
 * Herfindahl-Hirschman index: the sum of the squared shares, in [1/n, 1]. Null if the population
 * cannot be measured. Sources: Hirschman 1945, Herfindahl 1950.
 */
export function hhi(population: Population): Ratio | null {
  if (population.nullReason !== null) return null
  const squares = population.members.reduce((sum, { amount }) => sum + amount * amount, 0n)
  return ratio(squares, population.total * population.total)
}

/** HHI of shares in percent, in points, in [10 000/n, 10 000]. Null as `hhi`. */
export function hhiPoints(population: Population): Ratio | null {
  const index = hhi(population)
  return index && multiply(index, POINTS)
}

/**
 * Normalised HHI, without the effect of n: (HHI - 1/n) / (1 - 1/n), in [0, 1]. Null as `hhi`, and
 * for n = 1, where it is 0/0. Members that hold nothing change it if they count in n.
 */
export function normalizedHhi(population: Population): Ratio | null {
  const index = hhi(population)
  if (index === null || population.n === 1) return null
  const equal = ratio(1n, BigInt(population.n))
  return divide(subtract(index, equal), subtract(ONE, equal))
}

/**
 * 1 / HHI: the number of equal members with the same HHI (Hill number of order 2), in [1, n]. Null
 * as `hhi`.
 */
export function effectiveNumber(population: Population): Ratio | null {
  const index = hhi(population)
  return index && divide(ONE, index)
}
