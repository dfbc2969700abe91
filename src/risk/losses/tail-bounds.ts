import type { Interval } from './figure'
import { latticeSteps } from './lattice'
import type { Scenario } from './separable'

/** Additions of all rows in one convolution: a tenth of a second. */
const MAX_ADDITIONS = 50_000_000
/** Number of multiples on a lattice. */
const MIN_SIZE = 2 ** 12
const MAX_SIZE = 2 ** 15
/** Maximum number of multiples of a lattice on which all amounts lie. */
const MAX_EXACT_SIZE = 2 ** 17
/** Relative width from which an interval is narrowed no more. */
const NARROW = 2e-3
/** Convolutions on ever finer lattices for one level. */
const MAX_PASSES = 6
/** A sum of doubles can be slightly below a level that it reaches. */
const REACHED = 1e-12

/** What is known of a distribution from its sums on a lattice. */
interface Sums {
  readonly step: number
  /** Probability of each multiple of the step; the last entry: of all above. */
  readonly mass: Float64Array
}

/** Bounds of the tail at a level. */
interface TailBounds {
  readonly valueAtRisk: Interval
  readonly expectedShortfall: Interval
}

/**
 * Proven bounds of value at risk and expected shortfall, by convolution on a lattice: once with
 * amounts rounded down, once up. If all amounts lie on a lattice of modest size, they are equal.
 */
export class ConvolvedTails {
  /** Whether all amounts lie on the lattice. */
  readonly isExact: boolean
  private readonly rows: number
  private readonly largest: number
  private readonly unit: number | null
  private readonly size: number
  private whole: readonly [down: Sums, up: Sums] | null = null

  private constructor(
    private readonly scenarios: readonly Scenario[],
    private readonly expected: number,
  ) {
    this.rows = Math.max(...scenarios.map(rowCount))
    this.largest = Math.max(...scenarios.map(largestLoss))
    const unit = commonUnit(scenarios)
    this.isExact = unit !== null && this.largest / unit <= MAX_EXACT_SIZE
    this.unit = this.isExact ? unit : null
    const additions = scenarios.reduce((sum, one) => sum + rowCount(one), 0)
    this.size = Math.min(MAX_SIZE, Math.floor(MAX_ADDITIONS / additions))
  }

  /**
   * Null: the lattice would be too coarse for so many rows and scenarios.
   * @param expected expected loss, from the probabilities alone
   */
  static of(scenarios: readonly Scenario[], expected: number): ConvolvedTails | null {
    const tails = new ConvolvedTails(scenarios, expected)
    return tails.isExact || tails.size >= Math.max(MIN_SIZE, 4 * tails.rows) ? tails : null
  }

  /** The tail at a level. @param beyond 1 - level */
  *at(level: number, beyond: number): Generator<void, TailBounds> {
    this.whole ??= yield* this.convolve(this.largest)
    let bounds = this.boundsIn(this.whole, level, beyond, {
      valueAtRisk: [0, this.largest],
      expectedShortfall: [0, this.largest],
    })
    let range = this.largest
    for (let pass = 1; pass < MAX_PASSES && !this.isExact; pass++) {
      const [lower, upper] = bounds.valueAtRisk
      // A lattice that is less than twice as fine is no gain.
      if (upper - lower <= NARROW * upper || upper > range / 2) break
      range = upper
      bounds = this.boundsIn(yield* this.convolve(range), level, beyond, bounds)
    }
    return bounds
  }

  /** Sums up to an amount, rounded down and up. */
  private *convolve(range: number): Generator<void, readonly [down: Sums, up: Sums]> {
    if (this.unit !== null) {
      const size = Math.round(this.largest / this.unit) + 1
      const exact = yield* this.sums(this.unit, size, Math.round)
      return [exact, exact]
    }
    // So that sums up to the range are on the lattice even if every row is rounded up.
    const step = range / (this.size - 2 - this.rows)
    const down = yield* this.sums(step, this.size, Math.floor)
    return [down, yield* this.sums(step, this.size, Math.ceil)]
  }

  private *sums(
    step: number,
    size: number,
    round: (amount: number) => number,
  ): Generator<void, Sums> {
    const mass = new Float64Array(size + 1)
    for (const { probability, start, blocks } of this.scenarios) {
      const steps = latticeSteps(blocks, start, step, size, round)
      for (;;) {
        const next = steps.next()
        if (next.done) {
          next.value.forEach((own, at) => {
            mass[at]! += probability * own
          })
          break
        }
        yield
      }
    }
    return { step, mass }
  }

  private boundsIn(
    [down, up]: readonly [down: Sums, up: Sums],
    level: number,
    beyond: number,
    before: TailBounds,
  ): TailBounds {
    const [low, high] = [quantileOf(down, level), quantileOf(up, level)]
    // VaR + E(L - VaR)+ / (1 - level) is least at the VaR (Rockafellar and Uryasev 2002), and the expected loss is known.
    const shortfall = ({ capped, value }: { capped: number; value: number }) =>
      value + (this.expected - capped) / beyond
    // What the last bits of doubles can change.
    const slack = this.isExact ? 0 : (1e-13 * this.expected) / beyond
    const byMean = narrower(
      before.expectedShortfall,
      high && shortfall(high) - slack,
      low && shortfall(low) + slack,
    )
    return {
      valueAtRisk: narrower(before.valueAtRisk, low?.value, high?.value),
      // Of rounded sums, which are never above, or below, the real ones.
      expectedShortfall: this.isExact
        ? byMean
        : narrower(byMean, tailMean(down, low, beyond), tailMean(up, high, beyond)),
    }
  }
}

/** The quantile of sums, and the mean of what each loses up to it; null: it is beyond the lattice. */
function quantileOf({ mass, step }: Sums, level: number): { value: number; capped: number } | null {
  let [below, sum] = [0, 0]
  for (let at = 0; at < mass.length - 1; at++) {
    if (below + mass[at]! >= level - REACHED) {
      return { value: at * step, capped: sum * step + (1 - below) * at * step }
    }
    below += mass[at]!
    sum += mass[at]! * at
  }
  return null
}

/** Mean of the worst sums; null: not all of them are on the lattice. */
function tailMean(
  { mass, step }: Sums,
  found: { value: number } | null,
  beyond: number,
): number | null {
  if (found === null || mass[mass.length - 1]! > 0) return null
  let excess = 0
  for (let at = mass.length - 2; at * step > found.value; at--) {
    excess += mass[at]! * (at * step - found.value)
  }
  return found.value + excess / beyond
}

function narrower([lower, upper]: Interval, low?: number | null, high?: number | null): Interval {
  const ends = [Math.max(lower, low ?? lower), Math.min(upper, high ?? upper)] as const
  // By rounding, bounds that are equal can be in the wrong order.
  return ends[0] <= ends[1] ? ends : [ends[1], ends[0]]
}

function rowCount({ blocks }: Scenario): number {
  return blocks.reduce((sum, { common, rows }) => sum + rows.length * common.length, 0)
}

function largestLoss({ start, blocks }: Scenario): number {
  return blocks.reduce((sum, { rows }) => rows.reduce((all, { loss }) => all + loss, sum), start)
}

/** The largest number of which all amounts are multiples; null: they are no integers. */
function commonUnit(scenarios: readonly Scenario[]): number | null {
  let unit = 0
  const isWhole = ({ part }: { part: number }) => part === 0 || part === 1
  for (const { start, blocks } of scenarios) {
    const losses = blocks.flatMap(({ rows }) => rows.map(({ loss }) => loss))
    const chances = blocks.flatMap(({ common, rows }) => [
      ...common,
      ...rows.flatMap(({ own }) => own),
    ])
    if (!chances.every(isWhole)) return null
    for (const amount of [start, ...losses]) {
      if (!Number.isInteger(amount)) return null
      unit = greatestCommonDivisor(amount, unit)
    }
  }
  return unit === 0 ? null : unit
}

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b]
  while (y !== 0) [x, y] = [y, x % y]
  return x
}
