import type { NoShare } from '../graph/columns'
import type { PricedPart, StakeMatrix } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import { type Answer, unknown } from '../math/answer'
import { pairIndex } from '../math/pairs'
import type { Ratio } from '../math/ratio'
import type { Value } from '../value/value'
import { overlapAt, overlapMatrix } from './overlap'
import { type OverlapMeasure, SHARING } from './overlap-measure'

/**
 * A measure of all pairs of different columns, of the priced part. EMPTY, ZERO_TOTAL: see
 * `overlapOf`. UNPRICED: what the columns share, or all that they have, has no price. Measures that
 * count members need none.
 */
export function knownOverlaps(
  exposure: PricedPart,
  measure: OverlapMeasure,
): (a: number, b: number) => Answer<Ratio, NoShare> {
  const overlap = overlapMatrix(exposure, measure)
  const { stake } = exposure
  const isComplete = stake.value.every((value) => value.isComplete)
  if (SHARING[measure] === 'MEMBERS' || isComplete) return (a, b) => overlapAt(overlap, a, b)
  const unknownPairs = pairsInDoubt(stake)
  const isOpen = stake.columns.map((_, column) => {
    return stake.value
      .slice(stake.start[column], stake.start[column + 1])
      .some((value) => !value.isComplete)
  })
  return (a, b) => {
    const answer = overlapAt(overlap, a, b)
    if (answer.nullReason !== null) {
      const isUnpriced = answer.nullReason === 'ZERO_TOTAL' && (isOpen[a] || isOpen[b])
      return isUnpriced ? unknown('UNPRICED') : answer
    }
    if (answer.value.num > 0n) return answer
    const pair = pairIndex(stake.columns.length, Math.min(a, b), Math.max(a, b))
    return unknownPairs.has(pair) ? unknown('UNPRICED') : answer
  }
}

/** Pairs of columns with a row that may have stake in both, of which some has no price, by `pairIndex`. */
function pairsInDoubt(stake: StakeMatrix): ReadonlySet<number> {
  const pairs = new Set<number>()
  const { start, row, value } = transpose<Value, StakeMatrix>(stake)
  for (let line = 0; line < stake.rows.length; line++) {
    for (let one = start[line]!; one < start[line + 1]!; one++) {
      for (let other = one + 1; other < start[line + 1]!; other++) {
        if (isInDoubt(value[one]!, value[other]!)) {
          pairs.add(pairIndex(stake.columns.length, row[one]!, row[other]!))
        }
      }
    }
  }
  return pairs
}

/** Whether two amounts of a row may share what has no price. */
export function isInDoubt(x: Value, y: Value): boolean {
  return !(x.isComplete && y.isComplete) && x.isZero !== true && y.isZero !== true
}
