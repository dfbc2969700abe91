import { type FaultCases, faultCases, type LossByRow } from './fault-cases'
import type { FaultModel } from './fault-model'
import { MIN_EXCEEDANCES, type Sampling } from './loss-distribution'

/** Losses that agree to so many digits are one: the same sum, added up in another order. */
const EQUAL = 1e-12

/**
 * How the losses L of one thing and S of the whole meet in the tail, at a level q. VaR is the least loss that is not
 * exceeded with probability q. Null: fewer than 100 draws lie beyond the level.
 */
export interface JointTail {
  /** VaR of L. */
  readonly valueAtRisk: number | null
  /** P(L >= VaR(L)), at least 1 - q: how often L is in distress. 1 if its VaR is 0. */
  readonly inDistress: number | null
  /** CoVaR: VaR of S if L >= VaR(L) (Adrian and Brunnermeier 2016; >= and not =, Mainik and Schaanning 2014). */
  readonly coVaR: number | null
  /** CoVaR less VaR of S in the median state: if L is at most its median, the VaR at a level of 1/2. */
  readonly deltaCoVaR: number | null
  /** Marginal expected shortfall: E(L | S >= VaR(S)) (Acharya et al. 2017). It adds up if L does. */
  readonly marginalShortfall: number | null
  /** Tail dependence: P(S >= VaR(S) | L >= VaR(L)). */
  readonly tailDependence: number | null
}

const NO_TAIL: JointTail = {
  valueAtRisk: null,
  inDistress: null,
  coVaR: null,
  deltaCoVaR: null,
  marginalShortfall: null,
  tailDependence: null,
}

/** Values of all cases by size. */
interface Ranked {
  /** Different values, ascending. */
  readonly values: Float64Array
  /** Place in `values` of each case. */
  readonly place: Int32Array
}

/** Losses of a whole, with which those of its parts are compared: in all combinations of faults if there are few, else in draws. */
export class JointTails {
  readonly cases: FaultCases
  private readonly whole: Ranked

  /**
   * @param losses what the whole loses by each row that is slashed; where it loses nothing, parts lose nothing
   * @throws RangeError as `wholeModel`
   */
  constructor(losses: readonly number[], model: FaultModel, sampling: Sampling) {
    this.cases = faultCases(losses, model, sampling)
    this.whole = rank(this.cases.lossIn(new Map(losses.entries())))
  }

  /** @param level in (0, 1) */
  of(part: LossByRow, level: number): JointTail {
    const { weight } = this.cases
    if (!this.isEnough(sum(weight), level)) return NO_TAIL
    const losses = this.cases.lossIn(part)
    const ranked = rank(losses)
    const everywhere = () => true
    const wholeAt = quantile(this.whole, weight, level, everywhere).place
    const partAt = quantile(ranked, weight, level, everywhere)
    const middle = quantile(ranked, weight, 1 / 2, everywhere).place
    const inTail = (one: number) => this.whole.place[one]! >= wholeAt
    const inDistress = (one: number) => ranked.place[one]! >= partAt.place
    let [distressed, both, tail, lost] = [0, 0, 0, 0]
    for (let one = 0; one < weight.length; one++) {
      const own = weight[one]!
      if (inDistress(one)) distressed += own
      if (!inTail(one)) continue
      tail += own
      lost += own * losses[one]!
      if (inDistress(one)) both += own
    }
    const coVaR = this.valueAtRisk(level, inDistress)
    const calm = this.valueAtRisk(level, (one) => ranked.place[one]! <= middle)
    return {
      valueAtRisk: ranked.values[partAt.place]!,
      inDistress: distressed / partAt.total,
      coVaR,
      deltaCoVaR: coVaR === null || calm === null ? null : coVaR - calm,
      marginalShortfall: lost / tail,
      tailDependence: both / distressed,
    }
  }

  /** VaR of the whole under a condition; null: too few draws. */
  private valueAtRisk(level: number, isIn: (one: number) => boolean): number | null {
    const { place, total } = quantile(this.whole, this.cases.weight, level, isIn)
    return this.isEnough(total, level) ? this.whole.values[place]! : null
  }

  private isEnough(total: number, level: number): boolean {
    return this.cases.isExact || total * (1 - level) >= MIN_EXCEEDANCES
  }
}

function rank(losses: Float64Array): Ranked {
  const values = losses.slice().sort()
  let count = 0
  for (const value of values) {
    if (count === 0 || value > values[count - 1]! * (1 + EQUAL)) values[count++] = value
  }
  const different = values.slice(0, count)
  return { values: different, place: Int32Array.from(losses, (loss) => lastUpTo(different, loss)) }
}

/** Place of the last of ascending numbers that is at most this. */
function lastUpTo(values: Float64Array, value: number): number {
  let low = 0
  let high = values.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (values[middle]! <= value) low = middle
    else high = middle
  }
  return low
}

/** Least place that is not passed in a part `level` of the cases under a condition, and their weight. */
function quantile(
  { values, place }: Ranked,
  weight: Float64Array,
  level: number,
  isIn: (one: number) => boolean,
): { place: number; total: number } {
  const mass = new Float64Array(values.length)
  for (let one = 0; one < place.length; one++) if (isIn(one)) mass[place[one]!]! += weight[one]!
  const total = sum(mass)
  let below = 0
  const found = mass.findIndex((own) => {
    below += own
    // Sums of doubles fall short of a level that they reach by a rounding.
    return below >= total * (level - EQUAL)
  })
  return { place: found, total }
}

function sum(values: Float64Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}
