import type { Exposure } from '../graph/exposure'
import { type Ratio, ratio } from '../math/ratio'
import { type FaultModel, wholeModel } from './fault-model'

/**
 * Probabilities that any member of a column is slashed, exact: members of one fault group are not
 * independent.
 * @throws RangeError as `wholeModel`
 */
export class HitProbability {
  private readonly model: ReturnType<typeof wholeModel>

  constructor(
    private readonly exposure: Exposure,
    model: FaultModel,
  ) {
    this.model = wholeModel(model, exposure.rows.length)
  }

  /**
   * Probability that at least one member of some columns is slashed; members without stake count
   * too.
   */
  of(...columns: number[]): Ratio {
    const { start, row } = this.exposure
    const rows = new Set<number>()
    for (const column of columns) {
      for (let entry = start[column]!; entry < start[column + 1]!; entry++) rows.add(row[entry]!)
    }
    const { unit, own, shock, groupOf } = this.model
    let none = 1n
    let all = 1n
    const groups = new Set<number>()
    const spared = (probability: bigint) => {
      none *= unit - probability
      all *= unit
    }
    for (const member of rows) {
      spared(own[member]!)
      if (groupOf[member]! >= 0) groups.add(groupOf[member]!)
    }
    for (const group of groups) spared(shock[group]!)
    return ratio(all - none, all)
  }

  /** Probability that members of both columns are slashed. */
  both(a: number, b: number): Ratio {
    const [x, y, either] = [this.of(a), this.of(b), this.of(a, b)]
    const den = x.den * y.den * either.den
    const num = x.num * y.den * either.den + y.num * x.den * either.den - either.num * x.den * y.den
    return ratio(num, den)
  }
}
