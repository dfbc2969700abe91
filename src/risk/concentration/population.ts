import { descending } from '../math/order'

/** What a member holds. Amounts are non-negative integers in one unit. */
export interface Holding {
  readonly id: string
  readonly amount: bigint
}

/** Why a metric has no value. EMPTY: no members. ZERO_TOTAL: members that hold nothing. */
export type NoValue = 'EMPTY' | 'ZERO_TOTAL'

/** Members by size, which measures of concentration take. */
export interface Population {
  /**
   * One per id, largest first, equal amounts by id. Members that hold nothing only with
   * `includeZeros`.
   */
  readonly members: readonly Holding[]
  /** Sum of the amounts. */
  readonly total: bigint
  /** Number of members that metrics count: `members.length`. */
  readonly n: number
  /** Number of ids that hold nothing, whether or not `n` counts them. */
  readonly nZero: number
  /** Null: the population can be measured. */
  readonly nullReason: NoValue | null
}

/**
 * A population from holdings: holdings of one id are summed, then sorted.
 *
 * @param options `includeZeros`: ids that hold nothing are members and count in `n`. That changes
 * normalised HHI, Gini and Theil; HHI, entropy, Nakamoto coefficient and concentration ratio stay
 * @throws RangeError on a negative amount: shifting or clipping it would make up a population
 */
export function population(
  holdings: Iterable<Holding>,
  options: { includeZeros?: boolean } = {},
): Population {
  const amounts = new Map<string, bigint>()
  for (const { id, amount } of holdings) {
    if (amount < 0n) throw new RangeError(`Negative amount of ${id}: ${amount}`)
    amounts.set(id, (amounts.get(id) ?? 0n) + amount)
  }
  return populationOf([...amounts.keys()], [...amounts.values()], options)
}

/** The same of what each id holds: `values` in the order of `ids`, each of which is there once; not negative. */
export function populationOf(
  ids: readonly string[],
  values: readonly bigint[],
  options: { includeZeros?: boolean } = {},
): Population {
  const order = descending(values, (a, b) => (ids[a]! < ids[b]! ? -1 : 1))
  const members: Holding[] = []
  let total = 0n
  let nZero = 0
  for (const position of order) {
    const amount = values[position]!
    total += amount
    if (amount === 0n) nZero++
    if (amount > 0n || options.includeZeros) members.push({ id: ids[position]!, amount })
  }
  return {
    members,
    total,
    n: members.length,
    nZero,
    nullReason: ids.length === 0 ? 'EMPTY' : total === 0n ? 'ZERO_TOTAL' : null,
  }
}
