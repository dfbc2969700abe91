import type { Fault } from './faults'

/** Smallest complement of a probability: faults that are certain have a logarithm, too. */
const LEAST = 2 ** -53

/**
 * Draws the faults of a period on the condition that at least some number of them happen: rare
 * faults are never drawn in vain. The next fault is found by its distribution under the condition,
 * which is a product of two tables.
 */
export class FaultSampler {
  /** Logarithm of the probability that none of the faults before a position happens. */
  private readonly spared: Float64Array
  /** `atLeast[j][f]`: probability that at least j of the faults from f on happen. */
  private readonly atLeast: readonly Float64Array[]

  /** @param minimum of the numbers of faults that conditions ask for, the largest */
  constructor(
    private readonly faults: readonly Fault[],
    minimum: number,
  ) {
    const count = faults.length
    this.spared = new Float64Array(count + 1)
    faults.forEach(({ spared }, at) => {
      this.spared[at + 1] = this.spared[at]! + Math.log(Math.max(LEAST, spared))
    })
    const tables = [new Float64Array(count + 1).fill(1)]
    for (let j = 1; j <= minimum; j++) {
      const table = new Float64Array(count + 1)
      const before = tables[j - 1]!
      for (let at = count - 1; at >= 0; at--) {
        const { probability, spared } = faults[at]!
        table[at] = probability * before[at + 1]! + spared * table[at + 1]!
      }
      tables.push(table)
    }
    this.atLeast = tables
  }

  /** Probability that at least `minimum` faults happen. */
  mass(minimum: number): number {
    return this.atLeast[minimum]![0]!
  }

  /** Calls `hit` for the faults of one draw, ascending, of which there are at least `minimum`. */
  draw(minimum: number, next: () => number, hit: (fault: number) => void): void {
    let needed = minimum
    for (let from = 0; ; ) {
      const at = this.nextFrom(from, needed, next())
      if (at === this.faults.length) return
      hit(at)
      from = at + 1
      if (needed > 0) needed--
    }
  }

  /** The first fault from a position on, at the `u` quantile; the number of faults: none. */
  private nextFrom(from: number, needed: number, u: number): number {
    const { spared } = this
    const table = this.atLeast[needed]!
    // 1 - u is in (0, 1]; the first fault is beyond `at` with the probability on the left.
    const limit = 1 - u
    const isBeyond = (at: number) =>
      (Math.exp(spared[at + 1]! - spared[from]!) * table[at + 1]!) / table[from]! >= limit
    const count = this.faults.length
    let low = from
    let step = 1
    // Steps that double: a likely fault is near.
    while (low + step <= count && isBeyond(low + step - 1)) {
      low += step
      step *= 2
    }
    let high = Math.min(count, low + step - 1)
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBeyond(middle)) low = middle + 1
      else high = middle
    }
    return low
  }
}
