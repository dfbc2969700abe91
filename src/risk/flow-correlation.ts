import { type Answer, unknown } from './answer'
import { correlationInterval, type Deviations, deviations, pearson } from './pearson'
import { doubledRanks, kendall, spearman } from './rank-correlation'
import { compare, type Ratio } from './ratio'

/** Observations in common below which a correlation says nothing. */
const MIN_OBSERVATIONS = 20

/** Net flows of one thing, period by period. */
export interface FlowSeries {
  readonly id: string
  /** Null: not observed, because it was not there at both ends of the period. */
  readonly flows: readonly (bigint | null)[]
}

export type NoCorrelation = 'INSUFFICIENT_OBSERVATIONS' | 'NO_VARIANCE'

/** How two flows move together. */
export interface FlowCorrelation {
  /** Periods in which both were observed. */
  readonly observations: number
  readonly pearson: Answer<Ratio, NoCorrelation>
  /** 95 % interval of `pearson`; null: it has no value, or is 1 or -1. */
  readonly interval: [number, number] | null
  readonly spearman: Answer<Ratio, NoCorrelation>
  readonly kendall: Answer<Ratio, NoCorrelation>
}

/**
 * Flows of levels at the ends of periods: each less the one before.
 * @param levels null: not there
 */
export function flowsOf(levels: readonly (bigint | null)[]): (bigint | null)[] {
  return levels.slice(1).map((level, before) => {
    const start = levels[before]!
    return level === null || start === null ? null : level - start
  })
}

/** Correlations of pairs of series over the same periods. */
export class FlowPairs {
  /** Of series that were observed in all periods, which most are. */
  private readonly whole: readonly (Deviations | null)[]

  constructor(private readonly series: readonly FlowSeries[]) {
    this.whole = series.map(({ flows }) => {
      const observed = flows.filter((flow) => flow !== null)
      return observed.length === flows.length ? deviations(observed) : null
    })
  }

  /** Product-moment correlation of two series, by position. */
  pearson(a: number, b: number): Answer<Ratio, NoCorrelation> {
    const [x, y] = [this.whole[a], this.whole[b]]
    if (x && y) {
      if (x.values.length < MIN_OBSERVATIONS) return unknown('INSUFFICIENT_OBSERVATIONS')
      return pearson(x, y)
    }
    const common = this.common(a, b)
    if (common.x.length < MIN_OBSERVATIONS) return unknown('INSUFFICIENT_OBSERVATIONS')
    return pearson(deviations(common.x), deviations(common.y))
  }

  /** All of two series, by position. */
  of(a: number, b: number): FlowCorrelation {
    const { x, y } = this.common(a, b)
    const observations = x.length
    if (observations < MIN_OBSERVATIONS) {
      const none = unknown('INSUFFICIENT_OBSERVATIONS' as const)
      return { observations, pearson: none, interval: null, spearman: none, kendall: none }
    }
    const r = this.pearson(a, b)
    const [ranksX, ranksY] = [doubledRanks(x), doubledRanks(y)]
    return {
      observations,
      pearson: r,
      interval: r.value && correlationInterval(r.value, observations),
      spearman: spearman(ranksX, ranksY),
      kendall: kendall(ranksX, ranksY),
    }
  }

  /** All pairs by position, the highest product-moment correlation first, those without one last. */
  ranked(): { a: number; b: number; value: Ratio | null }[] {
    const found = this.series.flatMap((_, a) =>
      this.series.slice(a + 1).map((_, index) => {
        const b = a + 1 + index
        return { a, b, value: this.pearson(a, b).value }
      }),
    )
    // The sort is stable.
    return found.sort((x, y) =>
      x.value === null || y.value === null
        ? Number(x.value === null) - Number(y.value === null)
        : Number(compare(y.value, x.value)),
    )
  }

  private common(a: number, b: number): { x: bigint[]; y: bigint[] } {
    const [x, y]: [bigint[], bigint[]] = [[], []]
    this.series[a]!.flows.forEach((flow, period) => {
      const other = this.series[b]!.flows[period] ?? null
      if (flow === null || other === null) return
      x.push(flow)
      y.push(other)
    })
    return { x, y }
  }
}
