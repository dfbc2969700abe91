import { type Answer, unknown } from '../math/answer'
import { toDecimal } from '../math/decimal'
import { type Pair, rankedPairs } from '../math/pairs'
import { type Ratio, ratio } from '../math/ratio'
import type { FlowSeries } from './flow-series'
import { correlationInterval, pearson, type Sums, sumsOf } from './pearson'
import { doubledRanks, kendall, spearman } from './rank-correlation'

/** Minimum number of common observations. */
const MIN_OBSERVATIONS = 20

/** INSUFFICIENT_OBSERVATIONS: fewer than 20 common periods. NO_VARIANCE: one side is constant. */
type NoCorrelation = 'INSUFFICIENT_OBSERVATIONS' | 'NO_VARIANCE'

/** Correlation coefficients of two series of flows, each in [-1, 1]. */
export interface FlowCorrelation {
  /** Number of periods in which both were observed. */
  readonly observations: number
  readonly pearson: Answer<Ratio, NoCorrelation>
  /** 95 % confidence interval of `pearson` (Fisher 1921); null: no value, or it is 1 or -1. */
  readonly interval: [number, number] | null
  readonly spearman: Answer<Ratio, NoCorrelation>
  readonly kendall: Answer<Ratio, NoCorrelation>
}

/**
 * Flows observed in every period from `start` on and in none before, with their sums from each
 * period to the end.
 */
interface Tail {
  readonly start: number
  readonly flows: readonly bigint[]
  readonly sums: readonly bigint[]
  readonly squares: readonly bigint[]
}

/** Null: the series has gaps. */
function tailOf({ flows }: FlowSeries): Tail | null {
  const start = flows.lastIndexOf(null) + 1
  if (flows.slice(0, start).some((flow) => flow !== null)) return null
  const own = flows.map((flow) => flow ?? 0n)
  const [sums, squares] = [
    [...own, 0n],
    [...own, 0n],
  ]
  for (let at = own.length - 1; at >= 0; at--) {
    sums[at] = own[at]! + sums[at + 1]!
    squares[at] = own[at]! * own[at]! + squares[at + 1]!
  }
  return { start, flows: own, sums, squares }
}

/** Correlations of pairs of series over the same periods. Series are named by position. */
export class FlowPairs {
  private readonly tails: readonly (Tail | null)[]

  constructor(private readonly series: readonly FlowSeries[]) {
    this.tails = series.map(tailOf)
  }

  /** Product-moment correlation of two series. */
  pearson(a: number, b: number): Answer<Ratio, NoCorrelation> {
    const sums = this.sums(a, b)
    return sums.count < MIN_OBSERVATIONS ? unknown('INSUFFICIENT_OBSERVATIONS') : pearson(sums)
  }

  /** All coefficients of two series. */
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

  /** All pairs by position, highest product-moment correlation first, pairs without one last. */
  ranked(): (Pair & { readonly value: Ratio | null })[] {
    return rankedPairs(this.series.length, (a, b) => ({ value: this.pearson(a, b).value }))
  }

  /** For series without gaps, as nearly all are, only the products have to be added up. */
  private sums(a: number, b: number): Sums {
    const [x, y] = [this.tails[a], this.tails[b]]
    if (!x || !y) {
      const common = this.common(a, b)
      return sumsOf(common.x, common.y)
    }
    const start = Math.max(x.start, y.start)
    const end = x.flows.length
    let xy = 0n
    for (let at = start; at < end; at++) xy += x.flows[at]! * y.flows[at]!
    return {
      count: end - start,
      x: x.sums[start]!,
      y: y.sums[start]!,
      xx: x.squares[start]!,
      yy: y.squares[start]!,
      xy,
    }
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

/** How many intervals would exclude 0 by chance alone; null if nothing was compared. For people. */
export function multipleComparisons(compared: number): string | null {
  if (compared === 0) return null
  const byChance = toDecimal(ratio(BigInt(compared), 20n))
  return `${compared} correlations were compared: if no flows were related, about ${byChance} of the 95 % intervals would still exclude 0.`
}
