import { top } from '../../risk/concentration/concentration-ratio'
import { entropy, theil } from '../../risk/concentration/entropy'
import { gini } from '../../risk/concentration/gini'
import { effectiveNumber, hhi, normalizedHhi } from '../../risk/concentration/herfindahl'
import { nakamoto } from '../../risk/concentration/nakamoto'
import type { Population } from '../../risk/concentration/population'
import { doubleToDecimal, toDecimal } from '../../risk/math/decimal'
import { type Ratio, ratio } from '../../risk/math/ratio'

interface Metric {
  description: string
  /** As decimal text. */
  of(population: Population): string | null
}

const exact = (metric: (population: Population) => Ratio | null) => (population: Population) => {
  const value = metric(population)
  return value && toDecimal(value)
}

const estimated =
  (metric: (population: Population) => number | null) => (population: Population) => {
    const value = metric(population)
    return value === null ? null : doubleToDecimal(value)
  }

const share = (k: number) => exact((population) => top(population, k)?.share ?? null)

function nakamotoAt(num: bigint, den: bigint) {
  return exact((population) => {
    const found = nakamoto(population, ratio(num, den), 'GT')
    return found.nullReason === null ? ratio(BigInt(found.count)) : null
  })
}

/** Figures of a population that are one number (enum SeriesMetric). */
export const SERIES_METRICS = {
  HHI: { description: 'Herfindahl-Hirschman index.', of: exact(hhi) },
  HHI_NORMALIZED: { description: 'HHI without the effect of n.', of: exact(normalizedHhi) },
  EFFECTIVE_NUMBER: { description: '1 / HHI.', of: exact(effectiveNumber) },
  GINI: { description: 'Gini coefficient.', of: exact(gini) },
  THEIL: { description: 'Theil index.', of: estimated(theil) },
  ENTROPY: { description: 'Shannon entropy in nats.', of: estimated(entropy) },
  TOP_1: { description: 'Share of the largest member.', of: share(1) },
  TOP_3: { description: 'Share of the three largest.', of: share(3) },
  TOP_10: { description: 'Share of the ten largest.', of: share(10) },
  NAKAMOTO_THIRD: { description: 'Members with more than a third.', of: nakamotoAt(1n, 3n) },
  NAKAMOTO_HALF: { description: 'Members with more than half.', of: nakamotoAt(1n, 2n) },
  NAKAMOTO_TWO_THIRDS: {
    description: 'Members with more than two thirds.',
    of: nakamotoAt(2n, 3n),
  },
  MEMBERS: {
    description: 'Members that hold something.',
    of: exact(({ n }) => ratio(BigInt(n))),
  },
  TOTAL: {
    description: 'What they hold together, in base units of the pool.',
    of: exact(({ total }) => ratio(total)),
  },
} as const satisfies Record<string, Metric>

export type SeriesMetric = keyof typeof SERIES_METRICS
