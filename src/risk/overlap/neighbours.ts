import { checkColumn, entriesOf } from '../graph/columns'
import type { Exposure, StakeMatrix } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import { largestFirst, type Ratio } from '../math/ratio'
import { isInDoubt } from './known-overlap'
import {
  type OverlapMeasure,
  orderOf,
  overlapOf,
  SHARING,
  type Side,
  sharedPart,
  sidesOf,
} from './overlap-measure'

/** A column and its overlap with a given one. */
interface Neighbour {
  readonly column: number
  /** Overlap, as `overlapAt`, in (0, 1]; null: they share stake, and it has no price. */
  readonly value: Ratio | null
}

/**
 * Nearest neighbours of columns by overlap, for more columns than a matrix of all pairs can have.
 * For rows, such as operators, `transpose` first.
 */
export class Neighbours {
  private readonly sides: readonly Side[]
  private readonly transposed: Exposure

  /** @param exposure with `stake`: columns that share stake without a price are neighbours, too */
  constructor(
    private readonly exposure: Exposure & { readonly stake?: StakeMatrix },
    private readonly measure: OverlapMeasure,
  ) {
    this.sides = sidesOf(exposure, SHARING[measure])
    this.transposed = transpose(exposure)
  }

  /**
   * Up to k columns that overlap with the given one, highest overlap first, equal ones by position; unknown overlaps last.
   * @throws RangeError on an unknown column, and unless k is a positive integer
   */
  of(column: number, k: number): Neighbour[] {
    checkColumn(this.exposure, column)
    if (!Number.isInteger(k) || k < 1)
      throw new RangeError(`Not a positive number of neighbours: ${k}`)
    const own = this.sides[column]!
    const doubtful = this.doubtfulWith(column)
    const found = [...this.sharedWith(column)].filter(([other, shared]) => {
      return shared > 0n || doubtful.has(other)
    })
    return found
      .map(([other, shared]) => ({
        column: other,
        shared,
        order: shared === 0n ? null : orderOf(this.measure, shared, own, this.sides[other]!),
      }))
      .sort((a, b) => largestFirst(a.order, b.order) || a.column - b.column)
      .slice(0, k)
      .map(({ column: other, shared }) => ({
        column: other,
        value:
          shared === 0n ? null : overlapOf(this.measure, shared, own, this.sides[other]!).value,
      }))
  }

  /** Columns that share stake without a price with a column. */
  private doubtfulWith(column: number): ReadonlySet<number> {
    const { stake } = this.exposure
    const found = new Set<number>()
    if (!stake || SHARING[this.measure] === 'MEMBERS') return found
    const held = new Map(
      entriesOf(stake, column).map((value, entry) => {
        return [stake.row[stake.start[column]! + entry]!, value]
      }),
    )
    for (let other = 0; other < stake.columns.length; other++) {
      if (other === column) continue
      for (let entry = stake.start[other]!; entry < stake.start[other + 1]!; entry++) {
        const own = held.get(stake.row[entry]!)
        if (own && isInDoubt(own, stake.value[entry]!)) found.add(other)
      }
    }
    return found
  }

  private sharedWith(column: number): Map<number, bigint> {
    const { start, row, value } = this.exposure
    const sharing = SHARING[this.measure]
    const shared = new Map<number, bigint>()
    for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
      const [from, to] = [
        this.transposed.start[row[entry]!]!,
        this.transposed.start[row[entry]! + 1]!,
      ]
      for (let at = from; at < to; at++) {
        const other = this.transposed.row[at]!
        if (other === column) continue
        const part = sharedPart(sharing, value[entry]!, this.transposed.value[at]!)
        shared.set(other, (shared.get(other) ?? 0n) + part)
      }
    }
    return shared
  }
}
