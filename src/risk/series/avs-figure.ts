import { entriesOf, holdersOf, shareOfStake } from '../graph/columns'
import { pricedPart, type StakeMatrix, stakeMatrix } from '../graph/exposure'
import type { Basis, StakeGraph } from '../graph/graph'
import { type SharedBucket, sharedBuckets } from '../graph/shared-buckets'
import { withLines } from '../graph/with-lines'
import { exclusiveShares } from '../leverage/coverage'
import { phantomShares } from '../leverage/phantom'
import type { Ratio } from '../math/ratio'
import { knownOverlaps } from '../overlap/known-overlap'
import type { OverlapMeasure } from '../overlap/overlap-measure'
import { costOfCorruption } from '../robustness/corruption'
import { type Coverage, Value } from '../value/value'
import { amountOf, type Figure, type Reading, ratioOf } from './figure'

/** What is measured of a service, or of two. */
export type AvsMeasure =
  | { readonly kind: 'PHANTOM_SHARE' | 'EXCLUSIVE_SHARE'; readonly service: number }
  | {
      readonly kind: 'COST_OF_CORRUPTION'
      readonly service: number
      readonly basis: Basis
      /** At the current point. */
      readonly threshold: () => Ratio
    }
  | {
      readonly kind: 'OVERLAP'
      readonly service: number
      readonly other: number
      readonly basis: Basis
      readonly measure: OverlapMeasure
    }
  | {
      readonly kind: 'DIRECTED_EXPOSURE'
      readonly service: number
      readonly other: number
      readonly basis: Basis
    }

/** A measure of one service or of two, from their own commitments. */
export function avsFigure(graph: StakeGraph, measure: AvsMeasure): Figure {
  const { service, kind } = measure
  const services = 'other' in measure ? [service, measure.other] : [service]
  const basis = 'basis' in measure ? measure.basis : 'REGISTERED'
  const own = linesOf(graph, services)
  // Who serves another service, too, is known by its registrations alone.
  const lines = kind === 'EXCLUSIVE_SHARE' ? withRegistrations(graph, own) : own
  return (valuation) => {
    const part = withLines(graph, lines)
    const matrix = stakeMatrix(part, basis, valuation)
    const coverage = Value.coverage(holdersOf(matrix, services))
    switch (measure.kind) {
      case 'PHANTOM_SHARE':
        return phantomFigure(phantomShares(part, valuation)[service]!.phantom, coverage)
      case 'EXCLUSIVE_SHARE':
        return ratioOf(exclusiveShares(matrix)[service]!, coverage)
      case 'COST_OF_CORRUPTION':
        return costFigure(
          matrix,
          sharedBuckets(part, basis, valuation, matrix),
          { service, threshold: measure.threshold() },
          coverage,
        )
      case 'OVERLAP':
        return overlapFigure(matrix, measure, coverage)
      case 'DIRECTED_EXPOSURE':
        return directedFigure(matrix, service, measure.other, coverage)
    }
  }
}

function phantomFigure(
  { value, nullReason }: ReturnType<typeof phantomShares>[number]['phantom'],
  coverage: Coverage,
): Reading {
  const isNegative = nullReason === 'SLASHABLE_EXCEEDS_REGISTERED'
  return { value, nullReason: isNegative ? 'NOT_DEFINED' : nullReason, coverage }
}

function costFigure(
  matrix: StakeMatrix,
  buckets: readonly SharedBucket[],
  { service, threshold }: { readonly service: number; readonly threshold: Ratio },
  coverage: Coverage,
): Reading {
  const stake = Value.sum(entriesOf(matrix, service), matrix.none)
  if (stake.isUnknown) return amountOf(stake, coverage)
  const exposure = pricedPart(matrix)
  const cost = costOfCorruption(exposure, exposure, service, threshold, buckets)
  if (cost.nullReason !== null) return { value: null, nullReason: cost.nullReason, coverage }
  // Beside stake without a price, a coalition is not known.
  const atLeast = stake.isComplete ? cost.lower : cost.relaxed
  return { value: { atLeast }, nullReason: null, coverage }
}

function overlapFigure(
  matrix: StakeMatrix,
  { service, other, measure }: { service: number; other: number; measure: OverlapMeasure },
  coverage: Coverage,
): Reading {
  return ratioOf(knownOverlaps(pricedPart(matrix), measure)(service, other), coverage)
}

function directedFigure(
  matrix: StakeMatrix,
  from: number,
  to: number,
  coverage: Coverage,
): Reading {
  const members = new Set(rowsOf(matrix, from))
  const stakes = entriesOf(matrix, to)
  const common = rowsOf(matrix, to).flatMap((row, entry) => {
    return members.has(row) ? [stakes[entry]!] : []
  })
  const [part, whole] = [Value.sum(common, matrix.none), Value.sum(stakes, matrix.none)]
  return ratioOf(shareOfStake(matrix, to, part, whole), coverage)
}

const rowsOf = ({ row, start }: StakeMatrix, column: number) => [
  ...row.subarray(start[column], start[column + 1]),
]

function linesOf({ commitments, sets }: StakeGraph, services: readonly number[]): number[] {
  const lines: number[] = []
  commitments.set.forEach((set, line) => {
    if (services.includes(sets[set]!.service)) lines.push(line)
  })
  return lines
}

function withRegistrations({ commitments }: StakeGraph, lines: readonly number[]): number[] {
  const all = new Set(lines)
  commitments.bucket.forEach((bucket, line) => {
    if (bucket < 0) all.add(line)
  })
  return [...all].sort((a, b) => a - b)
}
