/**
 * Numbers in sorted runs of equal length: order statistics of all of them without merging the runs.
 */
export class SortedRuns {
  private readonly runs: readonly Float64Array[]

  /**
   * @param values runs one after the other, each ascending; no NaN
   * @param length of every run but the last, which may be shorter
   */
  constructor(values: Float64Array, length: number) {
    const count = Math.ceil(values.length / length)
    this.runs = Array.from({ length: count }, (_, run) =>
      values.subarray(run * length, (run + 1) * length),
    )
  }

  /**
   * The order statistic of a rank: the number that has `rank` numbers before it in sorted order.
   * @param rank an integer, at least 0 and below the count
   */
  at(rank: number): number {
    const low = this.runs.map(() => 0)
    const high = this.runs.map(({ length }) => length)
    for (;;) {
      let widest = 0
      for (let run = 1; run < low.length; run++) {
        if (high[run]! - low[run]! > high[widest]! - low[widest]!) widest = run
      }
      const pivot = this.runs[widest]![(low[widest]! + high[widest]!) >> 1]!
      const below = this.runs.map((run) => firstFrom(run, pivot))
      if (rank < sum(below)) {
        below.forEach((end, run) => {
          high[run] = end
        })
        continue
      }
      const notAbove = this.runs.map((run) => firstAbove(run, pivot))
      if (rank < sum(notAbove)) return pivot
      notAbove.forEach((end, run) => {
        low[run] = end
      })
    }
  }

  /** Number of values that are at most `value`. */
  countTo(value: number): number {
    return sum(this.runs.map((run) => firstAbove(run, value)))
  }

  /** Sum of the values above `value`. */
  sumAbove(value: number): number {
    return sum(this.runs.map((run) => sum(run.subarray(firstAbove(run, value)))))
  }
}

/** Position of the first number of a sorted list that is at least `value`. */
function firstFrom(sorted: Float64Array, value: number): number {
  return firstWhere(sorted, (one) => one >= value)
}

/** Position of the first number of a sorted list that is above `value`. */
function firstAbove(sorted: Float64Array, value: number): number {
  return firstWhere(sorted, (one) => one > value)
}

function firstWhere(sorted: Float64Array, isReached: (one: number) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isReached(sorted[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}

function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let index = 0; index < values.length; index++) total += values[index]!
  return total
}
