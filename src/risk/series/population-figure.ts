import { top } from '../concentration/concentration-ratio'
import { entropy, theil } from '../concentration/entropy'
import { gini } from '../concentration/gini'
import { effectiveNumber, hhi, normalizedHhi } from '../concentration/herfindahl'
import { nakamoto } from '../concentration/nakamoto'
import type { NoValue, Population } from '../concentration/population'
import { type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { amountOf, type Figure, type Reading } from './figure'
import type { Holders } from './holder-values'

/** What is measured of a population. */
export type PopulationMeasure =
  | 'HHI'
  | 'HHI_NORMALIZED'
  | 'EFFECTIVE_NUMBER'
  | 'GINI'
  | 'THEIL'
  | 'ENTROPY'
  | 'TOP'
  | 'NAKAMOTO'
  | 'MEMBERS'
  | 'TOTAL'

/** Arguments of measures that have some. */
export interface MeasureArguments {
  /** Members that TOP counts. */
  readonly k: number
  /** Share that NAKAMOTO passes. */
  readonly threshold: Ratio
}

/** Who holds what now. */
interface Held {
  holders(valuation: Valuation): Holders
  /** Why there is no population if nobody holds anything now. */
  nothing(): NoValue
  /** Whether what they hold adds up. Default: it does. */
  isAdditive?(): boolean
}

/** A measure of a population. */
export function populationFigure(
  { holders, nothing, isAdditive }: Held,
  measure: PopulationMeasure,
  args: MeasureArguments,
): Figure {
  return (valuation) => {
    const held = holders(valuation)
    const { coverage } = held
    // Who holds something does not depend on prices.
    if (measure === 'MEMBERS') {
      return { value: ratio(BigInt(held.size)), nullReason: null, coverage }
    }
    if (held.size === 0) return { value: null, nullReason: nothing(), coverage }
    if (isAdditive?.() === false) return { value: null, nullReason: 'NOT_ADDITIVE', coverage }
    if (measure === 'TOTAL' || held.total.isUnknown) return amountOf(held.total, coverage)
    const found = measured(held.population, measure, args)
    // An index of the priced part may be 0 only because something is missing.
    if (isZero(found.value) && !coverage.isComplete) {
      return { value: null, nullReason: 'UNPRICED', coverage }
    }
    return { ...found, coverage }
  }
}

function isZero(value: Index | null): boolean {
  return typeof value === 'object' ? value?.num === 0n : value === 0
}

/** What is measured of shares: a ratio or a double. */
type Index = Ratio | number

/** A measure of a population whose amounts are known. */
export function measured(
  of: Population,
  measure: Exclude<PopulationMeasure, 'MEMBERS' | 'TOTAL'>,
  { k, threshold }: MeasureArguments,
): { readonly value: Index | null; readonly nullReason: Reading['nullReason'] } {
  if (of.nullReason !== null) return { value: null, nullReason: of.nullReason }
  if (measure === 'NAKAMOTO') {
    const found = nakamoto(of, threshold, 'GT')
    return found.nullReason === null
      ? { value: ratio(BigInt(found.count)), nullReason: null }
      : { value: null, nullReason: found.nullReason }
  }
  const value = MEASURES[measure](of, k)
  return { value, nullReason: value === null ? 'NOT_DEFINED' : null }
}

const MEASURES: Record<
  Exclude<PopulationMeasure, 'MEMBERS' | 'TOTAL' | 'NAKAMOTO'>,
  (population: Population, k: number) => Index | null
> = {
  HHI: hhi,
  HHI_NORMALIZED: normalizedHhi,
  EFFECTIVE_NUMBER: effectiveNumber,
  GINI: gini,
  THEIL: theil,
  ENTROPY: entropy,
  TOP: (population, k) => top(population, k)?.share ?? null,
}
