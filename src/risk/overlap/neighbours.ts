import { checkColumn } from '../graph/columns'
import type { Exposure } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import { largestFirst, type Ratio } from '../math/ratio'
import {
  type OverlapMeasure,
  orderOf,
  overlapOf,
  SHARING,
  type Side,
  sharedPart,
  sidesOf,
} from './overlap-measure'

/** A column and how alike it is to the one that was asked about. */
export interface Neighbour {
  readonly column: number
  /** As `overlapAt`. */
  readonly value: Ratio
}

/**
 * The columns most alike to one, where there are too many for a matrix of all pairs, as among operators: make the
 * operators columns with `transpose`.
 */
export class Neighbours {
  private readonly sides: readonly Side[]
  private readonly turned: Exposure

  constructor(
    private readonly exposure: Exposure,
    private readonly measure: OverlapMeasure,
  ) {
    this.sides = sidesOf(exposure, SHARING[measure])
    this.turned = transpose(exposure)
  }

  /**
   * Up to k columns that share something with the given one, most alike first, equals by position.
   * @throws RangeError unless there is such a column and k is a positive integer
   */
  of(column: number, k: number): Neighbour[] {
    checkColumn(this.exposure, column)
    if (!Number.isInteger(k) || k < 1) throw new RangeError(`Not a number of neighbours: ${k}`)
    const own = this.sides[column]!
    const found = [...this.sharedWith(column)].filter(([, shared]) => shared > 0n)
    return found
      .map(([other, shared]) => ({
        column: other,
        shared,
        order: orderOf(this.measure, shared, own, this.sides[other]!),
      }))
      .sort((a, b) => largestFirst(a.order, b.order) || a.column - b.column)
      .slice(0, k)
      .map(({ column: other, shared }) => ({
        column: other,
        value: overlapOf(this.measure, shared, own, this.sides[other]!).value!,
      }))
  }

  private sharedWith(column: number): Map<number, bigint> {
    const { start, row, value } = this.exposure
    const sharing = SHARING[this.measure]
    const shared = new Map<number, bigint>()
    for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
      const [from, to] = [this.turned.start[row[entry]!]!, this.turned.start[row[entry]! + 1]!]
      for (let place = from; place < to; place++) {
        const other = this.turned.row[place]!
        if (other === column) continue
        const part = sharedPart(sharing, value[entry]!, this.turned.value[place]!)
        shared.set(other, (shared.get(other) ?? 0n) + part)
      }
    }
    return shared
  }
}
