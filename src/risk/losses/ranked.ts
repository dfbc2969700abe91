/** Relative difference up to which losses are equal: the same sum, added in another order. */
export const EQUAL = 1e-12

/** Losses of all cases, ranked. */
export interface Ranked {
  /** Loss of each case. */
  readonly losses: Float64Array
  /** Distinct losses, ascending. */
  readonly values: Float64Array
  /** Index in `values` of each case. */
  readonly rank: Int32Array
  /** No case loses more. */
  readonly largest: number
}

/** Room for what is ranked in so many cases, one loss after another: of hundreds of AVSs, each would take megabytes. */
export class RankingRoom {
  readonly losses: Float64Array
  readonly all: Float64Array
  readonly rank: Int32Array

  constructor(cases: number) {
    this.losses = new Float64Array(cases)
    this.all = new Float64Array(cases + 1)
    this.rank = new Int32Array(cases)
  }
}

/**
 * Ranks losses; those that differ by rounding are equal.
 * @param room the result is there until the next one. Default: room of its own
 */
export function rankLosses(
  losses: Float64Array,
  largest: number,
  room: Omit<RankingRoom, 'losses'> = new RankingRoom(losses.length),
): Ranked {
  // Most cases lose nothing of a small part: only the others are sorted, after one 0.
  const { all, rank } = room
  all[0] = 0
  let losing = 0
  for (let one = 0; one < losses.length; one++) {
    const loss = losses[one]!
    if (loss > 0) all[++losing] = loss
  }
  all.subarray(1, losing + 1).sort()
  const hasZero = losing < losses.length
  let count = 1
  for (let one = 1; one <= losing; one++) {
    const value = all[one]!
    if (value > all[count - 1]! * (1 + EQUAL)) all[count++] = value
  }
  const values = all.subarray(hasZero ? 0 : 1, count)
  for (let one = 0; one < losses.length; one++) {
    const loss = losses[one]!
    rank[one] = loss > 0 ? lastUpTo(values, loss) : 0
  }
  return { losses, values, rank, largest }
}

/** Index of the last of ascending numbers that is at most `value`; 0: none is. */
export function lastUpTo(values: Float64Array, value: number): number {
  let low = 0
  let high = values.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (values[middle]! <= value) low = middle
    else high = middle
  }
  return low
}
