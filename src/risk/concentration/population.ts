import { descending } from '../math/order'

/** Who holds how much. Amounts are non-negative integers of one unit. */
export interface Holding {
  readonly id: string
  readonly amount: bigint
}

/** Why a metric has no value. */
export type NoValue = 'EMPTY' | 'ZERO_TOTAL'

/** A population ready to be measured. */
export interface Population {
  /** One per id, largest first, equal amounts by id. Zeros only if they were asked for. */
  readonly members: readonly Holding[]
  /** Sum of the amounts. */
  readonly total: bigint
  /** Members that count in metrics: `members.length`. */
  readonly n: number
  /** Ids that hold nothing, counted in `n` or not. */
  readonly nZero: number
  /** EMPTY: nobody at all. ZERO_TOTAL: nobody holds anything. Null: the population can be measured. */
  readonly nullReason: NoValue | null
}

/**
 * Makes a population of holdings: holdings of one id are added, then sorted.
 *
 * `includeZeros` counts ids that hold nothing in `n`, which changes the normalised HHI only.
 * @throws RangeError on a negative amount: shifting or clipping it would invent a population
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
  const ids = [...amounts.keys()]
  const values = [...amounts.values()]
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
