import { type FaultCases, faultCases, type LossByRow } from './fault-cases'
import type { FaultModel } from './fault-model'
import { MIN_EXCEEDANCES, type Sampling } from './loss-distribution'

/** Relative difference up to which losses are equal: the same sum, added in another order. */
const EQUAL = 1e-12

/**
 * Joint tail of a loss L and the system loss S at a level q. VaR is the smallest loss that is not
 * exceeded with probability q. Null: fewer than 100 draws are beyond the level.
 */
export interface JointTail {
  /** VaR of L. */
  readonly valueAtRisk: number | null
  /** P(L >= VaR(L)): the probability of distress, in [1 - q, 1]; 1 if the VaR of L is 0. */
  readonly inDistress: number | null
  /**
   * CoVaR: VaR of S given L >= VaR(L) (Adrian and Brunnermeier 2016, with >= as in Mainik and
   * Schaanning 2014).
   */
  readonly coVaR: number | null
  /** CoVaR minus the VaR of S in the median state, which is L <= VaR of L at level 1/2. */
  readonly deltaCoVaR: number | null
  /** Marginal expected shortfall: E(L | S >= VaR(S)) (Acharya et al. 2017); additive if L is. */
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

/** Losses of all cases, ranked. */
interface Ranked {
  /** Distinct losses, ascending. */
  readonly values: Float64Array
  /** Index in `values` of each case. */
  readonly rank: Int32Array
}

/**
 * Joint tails of parts with one system: in all combinations of faults if there are few, else in
 * draws.
 */
export class JointTails {
  readonly cases: FaultCases
  private readonly system: Ranked

  /**
   * @param losses loss of the system by row, if the row is slashed; parts lose nothing where the
   * system loses nothing
   * @throws RangeError as `wholeModel`
   */
  constructor(losses: readonly number[], model: FaultModel, sampling: Sampling) {
    this.cases = faultCases(losses, model, sampling)
    this.system = rankLosses(this.cases.lossIn(new Map(losses.entries())))
  }

  /**
   * The joint tail of a part and the system.
   * @param part loss of the part by row
   * @param level q, in (0, 1)
   */
  of(part: LossByRow, level: number): JointTail {
    const { weight } = this.cases
    if (!this.isEnough(sum(weight), level)) return NO_TAIL
    const losses = this.cases.lossIn(part)
    const ranked = rankLosses(losses)
    const always = () => true
    const systemAt = quantile(this.system, weight, level, always).rank
    const partAt = quantile(ranked, weight, level, always)
    const median = quantile(ranked, weight, 1 / 2, always).rank
    const inTail = (one: number) => this.system.rank[one]! >= systemAt
    const inDistress = (one: number) => ranked.rank[one]! >= partAt.rank
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
    const calm = this.valueAtRisk(level, (one) => ranked.rank[one]! <= median)
    return {
      valueAtRisk: ranked.values[partAt.rank]!,
      inDistress: distressed / partAt.total,
      coVaR,
      deltaCoVaR: coVaR === null || calm === null ? null : coVaR - calm,
      marginalShortfall: lost / tail,
      tailDependence: both / distressed,
    }
  }

  /** VaR of the system under a condition; null: too few draws. */
  private valueAtRisk(level: number, isIn: (one: number) => boolean): number | null {
    const { rank, total } = quantile(this.system, this.cases.weight, level, isIn)
    return this.isEnough(total, level) ? this.system.values[rank]! : null
  }

  private isEnough(total: number, level: number): boolean {
    return this.cases.isExact || total * (1 - level) >= MIN_EXCEEDANCES
  }
}

function rankLosses(losses: Float64Array): Ranked {
  const values = losses.slice().sort()
  let count = 0
  for (const value of values) {
    if (count === 0 || value > values[count - 1]! * (1 + EQUAL)) values[count++] = value
  }
  const different = values.slice(0, count)
  return { values: different, rank: Int32Array.from(losses, (loss) => lastUpTo(different, loss)) }
}

/** Index of the last of ascending numbers that is at most `value`. */
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

/** Rank of the `level` quantile of the cases under a condition, and the weight of those cases. */
function quantile(
  { values, rank }: Ranked,
  weight: Float64Array,
  level: number,
  isIn: (one: number) => boolean,
): { rank: number; total: number } {
  const mass = new Float64Array(values.length)
  for (let one = 0; one < rank.length; one++) if (isIn(one)) mass[rank[one]!]! += weight[one]!
  const total = sum(mass)
  let below = 0
  const found = mass.findIndex((own) => {
    below += own
    // By rounding, a sum of doubles can be slightly below a level that it reaches.
    return below >= total * (level - EQUAL)
  })
  return { rank: found, total }
}

function sum(values: Float64Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}
