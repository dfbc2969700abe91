import { top } from '../../../risk/concentration-ratio'
import { effectiveNumber, hhi, normalizedHhi } from '../../../risk/herfindahl'
import { nakamoto } from '../../../risk/nakamoto'
import type { Population } from '../../../risk/population'
import { type Ratio, ratio } from '../../../risk/ratio'

interface Metric {
  description: string
  of(population: Population): Ratio | null
}

function nakamotoAt(num: bigint, den: bigint) {
  return (population: Population): Ratio | null => {
    const found = nakamoto(population, ratio(num, den), 'GT')
    return found.nullReason === null ? ratio(BigInt(found.count)) : null
  }
}

/** Figures of a population that are one number (enum SeriesMetric). */
export const SERIES_METRICS = {
  HHI: { description: 'Herfindahl-Hirschman index.', of: hhi },
  HHI_NORMALIZED: { description: 'HHI without the effect of n.', of: normalizedHhi },
  EFFECTIVE_NUMBER: { description: '1 / HHI.', of: effectiveNumber },
  TOP_1: { description: 'Share of the largest member.', of: (p) => top(p, 1)?.share ?? null },
  TOP_3: { description: 'Share of the three largest.', of: (p) => top(p, 3)?.share ?? null },
  TOP_10: { description: 'Share of the ten largest.', of: (p) => top(p, 10)?.share ?? null },
  NAKAMOTO_THIRD: { description: 'Members with more than a third.', of: nakamotoAt(1n, 3n) },
  NAKAMOTO_HALF: { description: 'Members with more than half.', of: nakamotoAt(1n, 2n) },
  NAKAMOTO_TWO_THIRDS: {
    description: 'Members with more than two thirds.',
    of: nakamotoAt(2n, 3n),
  },
  MEMBERS: {
    description: 'Members that hold something.',
    of: ({ n, nullReason }) => (nullReason === null ? ratio(BigInt(n)) : null),
  },
  TOTAL: {
    description: 'What they hold together, in base units of the pool.',
    of: ({ total, nullReason }) => (nullReason === null ? ratio(total) : null),
  },
} as const satisfies Record<string, Metric>

export type SeriesMetric = keyof typeof SERIES_METRICS
