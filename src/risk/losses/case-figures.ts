import { binomialInterval, lowerEndReaches, upperEndReaches } from '../math/binomial'
import { normalQuantile } from '../math/normal-quantile'
import type { FaultCases } from './fault-cases'
import { estimated, exactly, type Figure, hull, type Interval } from './figure'
import { EQUAL, type Ranked } from './ranked'
import type { Tally } from './tally'

/** Minimum number of draws from which a mean has an interval by its deviation. */
const MIN_LOSING_DRAWS = 100

/** Cases that fit a condition: probability of those that are combined, and number of draws. */
interface Mass {
  readonly exact: number
  readonly drawn: number
}

/** What is known of a loss without the draws. */
interface Bounds {
  readonly expected: number
  readonly largest: number
  readonly unseen: number
}

/** Cases that fit a condition by their rank, up to and with each. */
export interface Cumulated {
  readonly exact: Float64Array
  readonly drawn: Float64Array
  /** Whether all cases fit. */
  readonly isAll: boolean
}

/**
 * Figures of cases, each with an interval that it is in with a probability of 1 - `error`:
 * combinations have their probability, draws a binomial distribution.
 */
export class CaseFigures {
  private readonly draws: number
  /** Probability that a draw stands for. */
  private readonly each: number

  constructor(readonly cases: FaultCases) {
    this.draws = cases.weight.length - cases.enumerated
    this.each = this.draws === 0 ? 0 : cases.drawnMass / this.draws
  }

  /**
   * All cases, by rank.
   * @param room for at least as many numbers, until it is used again. Default: room of its own
   */
  all({ values, rank }: Ranked, room?: readonly [Float64Array, Float64Array]): Cumulated {
    const { weight, enumerated } = this.cases
    const empty = (at: 0 | 1) =>
      room?.[at].subarray(0, values.length).fill(0) ?? new Float64Array(values.length)
    const [exact, drawn] = [empty(0), empty(1)]
    for (let one = 0; one < enumerated; one++) exact[rank[one]!]! += weight[one]!
    for (let one = enumerated; one < rank.length; one++) drawn[rank[one]!]!++
    return cumulated(exact, drawn, true)
  }

  /** Estimated probability. */
  probability({ exact, drawn }: Mass): number {
    return exact + drawn * this.each
  }

  /** A probability. */
  share(some: Mass, all: Mass, isAll: boolean, error: number): Figure {
    const value = this.probability(some) / this.probability(all)
    return this.cases.isExact
      ? exactly(value)
      : estimated(value, this.shareOf(some, all, isAll, error))
  }

  /** The smallest loss that is not exceeded with a probability, among some cases. */
  quantile(
    { values, largest }: Ranked,
    { exact, drawn, isAll }: Cumulated,
    level: number,
    error: number,
  ): Figure {
    const last = values.length - 1
    const all = { exact: exact[last]!, drawn: drawn[last]! }
    const total = this.probability(all)
    const upTo = (at: number) => ({ exact: exact[at]!, drawn: drawn[at]! })
    // By rounding, a sum of doubles can be slightly below a level that it reaches.
    const found = firstWhere(last, (at) => this.probability(upTo(at)) >= total * (level - EQUAL))
    const value = values[found]!
    if (this.cases.isExact) return exactly(value)
    const reaches = this.sharesOf(all, isAll, error)
    const lowest = firstWhere(values.length, (at) => reaches.upper(upTo(at), level - EQUAL))
    const highest = firstWhere(values.length, (at) => reaches.lower(upTo(at), level - EQUAL))
    return estimated(value, [
      Math.min(value, values[lowest] ?? value),
      Math.max(value, values[highest] ?? largest),
    ])
  }

  /**
   * Mean loss of some cases. With few draws that lose, its interval is the widest possible.
   * @param of expected loss of all cases, from the probabilities alone; the largest loss; what
   * draws do not show
   */
  mean(inside: Tally, outside: Tally, of: Bounds, error: number): Figure {
    const { expected, largest, unseen } = of
    const [mass, rest] = [this.probability(inside), this.probability(outside)]
    // Of most cases: all but what the others lose.
    const isMost = rest < mass
    const counted = isMost ? outside : inside
    const lost = counted.exactLost + counted.drawnLost * this.each
    const value = isMost ? (expected - lost) / (1 - rest) : lost / mass
    if (this.cases.isExact || rest === 0) return exactly(value)
    const deciding = isMost ? counted.drawn : counted.losing
    if (deciding < MIN_LOSING_DRAWS) {
      const [lower, upper] = this.drawnPart(counted.drawn, error / 2)
      const more = this.drawnPart(counted.losing, error / 2)[1] * largest
      const { exact, exactLost } = counted
      const ends: Interval = isMost
        ? [
            (expected - exactLost - more) / (1 - exact - lower),
            (expected - exactLost) / (1 - exact - upper),
          ]
        : [exactLost / (exact + upper), (exactLost + more) / (exact + lower)]
      return estimated(value, hull([ends, [value, value]]))
    }
    // Ratio of two means (delta method).
    const sum = counted.drawnLost - value * counted.drawn
    const squares =
      counted.drawnSquares - 2 * value * counted.drawnLost + value * value * counted.drawn
    const deviation = this.deviation(sum, squares)
    const width = (studentQuantile(error, deciding) * deviation) / (isMost ? 1 - rest : mass)
    const more = unseen / (isMost ? 1 - rest : mass)
    // What is not seen is in the mean that is counted: inside, or outside.
    return estimated(
      value,
      isMost ? [value - width - more, value + width] : [value - width, value + width + more],
    )
  }

  /**
   * Mean of the worst 1 - level of all cases: VaR + E(L - VaR)+ / (1 - level), which is least at
   * the VaR. The expected loss is known, so that the mean of min(L, VaR) will do as well: that of
   * the smaller variance is taken.
   * @param unseen what draws do not show, and of it up to the VaR
   */
  shortfall(
    { losses, largest }: Ranked,
    valueAtRisk: number,
    beyond: number,
    { expected, unseen, unseenBelow }: Omit<Bounds, 'largest'> & { readonly unseenBelow: number },
    error: number,
  ): Figure {
    const { weight, enumerated } = this.cases
    let [excess, capped] = [0, 0]
    for (let one = 0; one < enumerated; one++) {
      excess += weight[one]! * Math.max(0, losses[one]! - valueAtRisk)
      capped += weight[one]! * Math.min(losses[one]!, valueAtRisk)
    }
    const over = { sum: 0, squares: 0, count: 0 }
    const under = { sum: 0, squares: 0, count: 0 }
    for (let one = enumerated; one < losses.length; one++) {
      const difference = losses[one]! - valueAtRisk
      const side = difference > 0 ? over : under
      side.sum += difference
      side.squares += difference * difference
      if (difference !== 0) side.count++
    }
    const [above, below] = [over, under].map(({ sum, squares }) => this.deviation(sum, squares))
    const isByRest = below! < above!
    // Draws below lose the VaR and a negative difference.
    const cappedDraws = this.cases.drawnMass * valueAtRisk + under.sum * this.each
    const tail = isByRest
      ? Math.max(0, expected - capped - cappedDraws)
      : excess + over.sum * this.each
    const value = valueAtRisk + tail / beyond
    if (this.cases.isExact || (isByRest && valueAtRisk === 0)) return exactly(value)
    const { count } = isByRest ? under : over
    if (count < MIN_LOSING_DRAWS) {
      const [, upper] = this.drawnPart(count, error)
      const known = isByRest ? expected - capped - this.cases.drawnMass * valueAtRisk : excess
      const more = upper * (isByRest ? valueAtRisk : largest - valueAtRisk)
      const ends: Interval = [valueAtRisk + known / beyond, valueAtRisk + (known + more) / beyond]
      return estimated(value, hull([ends, [value, value]]))
    }
    const width = (studentQuantile(error, count) * (isByRest ? below! : above!)) / beyond
    return estimated(
      value,
      isByRest
        ? [value - width - unseenBelow / beyond, value + width]
        : [value - width, value + width + unseen / beyond],
    )
  }

  /** Standard deviation of the mean of all draws, of which some have values with these sums. */
  private deviation(sum: number, squares: number): number {
    const draws = Math.max(1, this.draws)
    const variance = Math.max(0, squares / draws - (sum / draws) ** 2)
    return this.cases.drawnMass * Math.sqrt(variance / draws)
  }

  /** Interval of the probability that draws stand for. */
  private drawnPart(drawn: number, error: number): Interval {
    if (this.draws === 0) return [0, 0]
    const [lower, upper] = binomialInterval(drawn, this.draws, error)
    return [this.cases.drawnMass * lower, this.cases.drawnMass * upper]
  }

  /** Interval of (exact part + drawn part) of some of (exact part + drawn part) of all. */
  private shareOf(some: Mass, all: Mass, isAll: boolean, error: number): Interval {
    if (this.draws === 0) return [some.exact / all.exact, some.exact / all.exact]
    if (all.drawn + all.exact === 0) return [0, 1]
    const [low, high] = binomialInterval(some.drawn, all.drawn, isAll ? error : error / 2)
    const mass = this.massOf(all, isAll, error)
    const share = (part: number) =>
      mass.map((drawn) => (some.exact + drawn * part) / (all.exact + drawn))
    return [Math.min(...share(low)), Math.max(...share(high))]
  }

  /** Whether an end of `shareOf` reaches a level, for some of the same cases, without the ends. */
  private sharesOf(all: Mass, isAll: boolean, error: number) {
    const masses = this.massOf(all, isAll, error)
    const own = isAll ? error : error / 2
    /** Share of the draws with which the whole share is at the level. */
    const needed = (some: Mass, drawn: number, level: number) =>
      (level * (all.exact + drawn) - some.exact) / drawn
    const isKnown = all.drawn + all.exact === 0
    return {
      lower: (some: Mass, level: number) =>
        !isKnown &&
        masses.every((drawn) => {
          if (drawn === 0) return some.exact / all.exact >= level
          return lowerEndReaches(needed(some, drawn, level), some.drawn, all.drawn, own)
        }),
      upper: (some: Mass, level: number) =>
        isKnown ||
        masses.some((drawn) => {
          if (drawn === 0) return some.exact / all.exact >= level
          return upperEndReaches(needed(some, drawn, level), some.drawn, all.drawn, own)
        }),
    }
  }

  /** Ends of the probability that the draws of all cases stand for. */
  private massOf(all: Mass, isAll: boolean, error: number): readonly number[] {
    return isAll ? [this.cases.drawnMass] : this.drawnPart(all.drawn, error / 2)
  }
}

/** Sums up to each rank, in place. */
export function cumulated(exact: Float64Array, drawn: Float64Array, isAll: boolean): Cumulated {
  for (let at = 1; at < exact.length; at++) {
    exact[at]! += exact[at - 1]!
    drawn[at]! += drawn[at - 1]!
  }
  return { exact, drawn, isAll }
}

/** Normal quantile of a two-sided interval, widened for few draws. */
function studentQuantile(error: number, draws: number): number {
  const z = normalQuantile(1 - error / 2)
  // First terms of the expansion of Student's t (Abramowitz and Stegun 26.7.5).
  return z + (z ** 3 + z) / (4 * Math.max(1, draws - 1))
}

/** The first position that fits; the count if none does. @param fits false, then true */
function firstWhere(count: number, fits: (at: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (fits(middle)) high = middle
    else low = middle + 1
  }
  return low
}
