import { theil } from '../../../src/risk/concentration/entropy'
import {
  type Holding,
  type Population,
  population,
} from '../../../src/risk/concentration/population'
import { leastCommonMultiple } from '../../../src/risk/math/least-common-multiple'
import { quotient } from '../../../src/risk/math/quotient'

/*
 * Measures of the metrics reference that no field serves: they check those that fields do serve.
 */

const withZeros = { includeZeros: true }

/**
 * Min-entropy, -ln of the largest share, in nats, in [0, ln n]; null if the population cannot be
 * measured.
 */
export function minEntropy({ members, total, nullReason }: Population): number | null {
  return nullReason === null ? Math.log(quotient(total, members[0]!.amount)) : null
}

/**
 * Collision entropy, -ln of the HHI, in nats, in [0, ln n] (Renyi entropy of order 2); null as
 * `minEntropy`.
 */
export function collisionEntropy({ members, total, nullReason }: Population): number | null {
  if (nullReason !== null) return null
  const squares = members.reduce((sum, { amount }) => sum + amount * amount, 0n)
  return Math.log(quotient(total * total, squares))
}

/**
 * The Theil index between groups and within them; their sum is the index of the population.
 *
 * Between: the index if every member held the mean of its group. Within: sum of P_g T_g over
 * groups.
 * @param groupOf group of a member; a member of no group is a group alone
 */
export function theilSplit(
  whole: Population,
  groupOf: (id: string) => string | undefined,
): { between: number; within: number } | null {
  if (whole.nullReason !== null) return null
  const groups = new Map<string, Holding[]>()
  for (const holding of whole.members) {
    const group = groupOf(holding.id)
    const key = group === undefined ? `alone ${holding.id}` : `group ${group}`
    groups.set(key, [...(groups.get(key) ?? []), holding])
  }
  const parts = [...groups.values()].map((members) => population(members, withZeros))
  const scale = parts.reduce((all, { n }) => leastCommonMultiple(all, BigInt(n)), 1n)
  const atMean = parts.flatMap(({ members, total, n }) =>
    members.map(({ id }) => ({ id, amount: (total * scale) / BigInt(n) })),
  )
  const within = parts.reduce(
    (sum, part) => sum + quotient(part.total, whole.total) * (theil(part) ?? 0),
    0,
  )
  return { between: theil(population(atMean, withZeros))!, within }
}
