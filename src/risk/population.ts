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
  const all = [...amounts].map(([id, amount]) => ({ id, amount }))
  const positive = all.filter((holding) => holding.amount > 0n)
  const members = (options.includeZeros ? all : positive).sort(byAmountThenId)
  return {
    members,
    total: positive.reduce((sum, holding) => sum + holding.amount, 0n),
    n: members.length,
    nZero: all.length - positive.length,
    nullReason: all.length === 0 ? 'EMPTY' : positive.length === 0 ? 'ZERO_TOTAL' : null,
  }
}

function byAmountThenId(a: Holding, b: Holding): number {
  if (a.amount !== b.amount) return a.amount > b.amount ? -1 : 1
  return a.id < b.id ? -1 : 1
}
