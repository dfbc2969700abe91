import type { NoValue } from '../concentration/population'
import type { Exposure } from '../graph/exposure'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'
import { overRoot } from '../math/square-root'

/**
 * A similarity of two columns, in [0, 1] and symmetric. N, M: rows of the columns, with stake or
 * not. x, y: amounts.
 * - JACCARD: |N and M| / |N or M| (Jaccard 1912).
 * - OVERLAP_COEFFICIENT: |N and M| / min(|N|, |M|) (Szymkiewicz 1934, Simpson 1943).
 * - RUZICKA: sum of min(x, y) / sum of max(x, y), which is Jaccard for amounts of 0 and 1 (Ruzicka
 *   1958).
 * - WEIGHTED_OVERLAP: sum of min(x, y) / min(sum of x, sum of y).
 * - COSINE: sum of xy / (|x| |y|): the correlation of losses if rows fail independently with equal
 *   probability.
 *
 * Jaccard and Ruzicka are low for a small column inside a large one, however much it depends on it:
 * read them with the directed exposure.
 */
export type OverlapMeasure =
  | 'JACCARD'
  | 'OVERLAP_COEFFICIENT'
  | 'RUZICKA'
  | 'WEIGHTED_OVERLAP'
  | 'COSINE'

/**
 * What a row with amounts in two columns adds to what they share: 1, the smaller amount, or the
 * product.
 */
export type Sharing = 'MEMBERS' | 'MINIMUM' | 'PRODUCT'

/** What each measure adds up. */
export const SHARING: Readonly<Record<OverlapMeasure, Sharing>> = {
  JACCARD: 'MEMBERS',
  OVERLAP_COEFFICIENT: 'MEMBERS',
  RUZICKA: 'MINIMUM',
  WEIGHTED_OVERLAP: 'MINIMUM',
  COSINE: 'PRODUCT',
}

/** Size of one column. */
export interface Side {
  /** Number of its rows. */
  readonly size: number
  /**
   * What it shares with itself, as `SHARING`: number of rows, sum of amounts, or sum of squares.
   */
  readonly own: bigint
}

/**
 * The measure from what two columns share, exact; COSINE rounded as by `overRoot`.
 *
 * EMPTY: a column has no rows (JACCARD and RUZICKA: both have none). ZERO_TOTAL: the same with
 * rows, but no stake.
 */
export function overlapOf(
  measure: OverlapMeasure,
  shared: bigint,
  a: Side,
  b: Side,
): Answer<Ratio, NoValue> {
  const whole = wholeOf(measure, shared, a, b)
  if (whole > 0n)
    return known(measure === 'COSINE' ? overRoot(shared, whole) : ratio(shared, whole))
  const ofUnion = measure === 'JACCARD' || measure === 'RUZICKA'
  const isEmpty = ofUnion ? a.size + b.size === 0 : a.size === 0 || b.size === 0
  return unknown(isEmpty ? 'EMPTY' : 'ZERO_TOTAL')
}

/** An unreduced fraction with the order of the measure: the measure, or the square of COSINE. */
export function orderOf(measure: OverlapMeasure, shared: bigint, a: Side, b: Side): Ratio {
  const den = wholeOf(measure, shared, a, b)
  return { num: measure === 'COSINE' ? shared * shared : shared, den }
}

/** The denominator of the measure; of COSINE its square. */
function wholeOf(measure: OverlapMeasure, shared: bigint, a: Side, b: Side): bigint {
  if (measure === 'COSINE') return a.own * b.own
  if (measure === 'JACCARD' || measure === 'RUZICKA') return a.own + b.own - shared
  return a.own < b.own ? a.own : b.own
}

/** Sizes of all columns for one way of sharing. */
export function sidesOf({ columns, start, value }: Exposure, sharing: Sharing): Side[] {
  return columns.map((_, column) => {
    const [from, to] = [start[column]!, start[column + 1]!]
    let own = 0n
    for (let entry = from; entry < to; entry++) {
      own += sharedPart(sharing, value[entry]!, value[entry]!)
    }
    return { size: to - from, own }
  })
}

/** What a row with amounts x and y adds to what their columns share. */
export function sharedPart(sharing: Sharing, x: bigint, y: bigint): bigint {
  if (sharing === 'MEMBERS') return 1n
  if (sharing === 'PRODUCT') return x * y
  return x < y ? x : y
}
