import { quotient } from '../math/quotient'
import type { Population } from './population'

/*
 * Measures with logarithms, in doubles. Each is a sum of terms of one sign that are computed from
 * exact integers, so nothing cancels and the relative error stays below 1e-12.
 */

/** Null: there is no population to measure. */
type Measured = Population | null

/**
 * Shannon entropy, -sum of p ln p, in nats, in [0, ln n]. Null if the population cannot be
 * measured. Source: Shannon 1948.
 */
export function entropy(population: Measured): number | null {
  if (population === null || population.nullReason !== null) return null
  const { members, total } = population
  return members.reduce((sum, { amount }) => {
    const share = quotient(amount, total)
    return share === 0 ? sum : sum + share * logOf(total, amount)
  }, 0)
}

/**
 * ln(whole / part) for 0 < part <= whole; near 0 it is computed from the difference, which is
 * exact.
 */
function logOf(whole: bigint, part: bigint): number {
  return part * 2n > whole
    ? -Math.log1p(-quotient(whole - part, whole))
    : Math.log(quotient(whole, part))
}

/**
 * exp(entropy): the number of equal members with the same entropy (Hill number of order 1), in [1,
 * n]. Null as `entropy`.
 */
export function entropyNumber(population: Measured): number | null {
  const value = entropy(population)
  return value === null ? null : Math.exp(value)
}

/**
 * Entropy divided by its maximum ln n, in [0, 1]. Null as `entropy`, and for n = 1. Source: Pielou
 * 1966.
 */
export function evenness(population: Measured): number | null {
  const value = entropy(population)
  return value === null || population!.n === 1 ? null : value / Math.log(population!.n)
}

/**
 * Theil index T = sum of p ln(n p) = ln n - entropy, in [0, ln n]: 0 if all are equal. Null if the
 * population cannot be measured. Source: Theil 1967.
 */
export function theil(population: Measured): number | null {
  if (population === null || population.nullReason !== null) return null
  const { members, total } = population
  const n = BigInt(members.length)
  return (
    members.reduce((sum, { amount }) => sum + excess(n * amount - total, total), 0) / members.length
  )
}

/** Theil index divided by its maximum ln n, in [0, 1]. Null as `theil`, and for n = 1. */
export function normalizedTheil(population: Measured): number | null {
  const value = theil(population)
  return value === null || population!.n === 1 ? null : value / Math.log(population!.n)
}

/**
 * (1 + d) ln(1 + d) - d for d = num / den >= -1: the term of the Theil index for a member whose
 * share differs from the mean by the factor 1 + d. Never negative. All d add up to 0, so these
 * terms have the sum of (1 + d) ln(1 + d).
 */
function excess(num: bigint, den: bigint): number {
  const ofMean = quotient(num + den, den)
  if (ofMean === 0) return 1
  const d = quotient(num, den)
  if (Math.abs(d) > 0.01) {
    // `ofMean` comes from the integers: 1 + d would be 0 for a tiny share.
    return ofMean * Math.log(ofMean) - d
  }
  // d^2/2 - d^3/6 + d^4/12 - ...: the closed form cancels for small d.
  let power = d * d
  let sum = 0
  for (let k = 2; k < 12; k++) {
    sum += power / (k * (k - 1))
    power *= -d
  }
  return sum
}
