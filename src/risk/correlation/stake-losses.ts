import { pricedPart, type StakeMatrix } from '../graph/exposure'
import type { FaultModel } from '../losses/fault-model'
import { type Answer, known, unknown } from '../math/answer'
import { pairIndex } from '../math/pairs'
import { type Ratio, ratio } from '../math/ratio'
import { Value } from '../value/value'
import { type LossMoments, lossCorrelation, lossDeviation, lossMoments } from './loss-correlation'

/** Why two losses have no correlation. UNPRICED: stake without a price decides. */
type NoCorrelation = 'NO_VARIANCE' | 'UNPRICED'

/** Moments of the losses of columns of stake; what has no price is in no moment, and not forgotten. */
export class StakeLosses {
  private readonly priced: LossMoments
  /** Of the same entries, each 1 if there is stake: what is above 0 there is so for any prices. */
  private readonly counted: LossMoments

  /** @throws RangeError as `wholeModel` */
  constructor(
    private readonly stake: StakeMatrix,
    model: FaultModel,
  ) {
    const value = stake.value.map((held) => (held.isZero === true ? 0n : 1n))
    const isComplete = stake.value.every((held) => held.isComplete)
    this.priced = lossMoments(pricedPart(stake), model)
    this.counted = isComplete ? this.priced : lossMoments({ ...stake, value, unit: 1n }, model)
  }

  /** Expected loss of a column. */
  mean(column: number): Value {
    return this.derived(column, this.priced.mean[column]!, this.counted.mean[column]!.num > 0n)
  }

  /** Standard deviation of its loss, rounded as by `overRoot`. */
  deviation(column: number): Value {
    const isUncertain = this.counted.variance[column]! > 0n
    return this.derived(column, lossDeviation(this.priced, column), isUncertain)
  }

  /** Correlation of the losses of two columns: of the priced part; 0 only if it is 0 for any prices. @param a before b */
  correlation(a: number, b: number): Answer<Ratio, NoCorrelation> {
    const { priced, counted } = this
    if (counted === priced) return lossCorrelation(priced, a, b)
    if (counted.variance[a] === 0n || counted.variance[b] === 0n) return unknown('NO_VARIANCE')
    // Of stake that has a price, none may be common.
    if (counted.covariance[pairIndex(counted.variance.length, a, b)] === 0n) return known(ratio(0n))
    const { value } = lossCorrelation(priced, a, b)
    return value === null || value.num === 0n ? unknown('UNPRICED') : known(value)
  }

  private derived(column: number, figure: Ratio, isAbove0: boolean): Value {
    const { start, value, none } = this.stake
    if (!isAbove0) return none
    return Value.sum(value.slice(start[column], start[column + 1]), none).derived(figure)
  }
}
