import { top } from '../concentration/concentration-ratio'
import { entropy, theil } from '../concentration/entropy'
import { gini } from '../concentration/gini'
import { effectiveNumber, hhi, normalizedHhi } from '../concentration/herfindahl'
import { nakamoto } from '../concentration/nakamoto'
import { type NoValue, type Population, population } from '../concentration/population'
import { type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { amountOf, type Figure, type Reading } from './figure'
import type { HeldCells } from './held-cells'

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

/** Who holds what now; positions of the pools are those of the valuation. */
interface Held {
  readonly cells: Pick<HeldCells, 'list'>
  /** Ids of all pools. */
  readonly pools: readonly string[]
  /** Under which id a holder counts now: groups, assets. */
  idOf(id: string): string
  /** Why there is no population if nobody holds anything now. */
  nothing(): NoValue
}

/** A measure of a population. */
export function populationFigure(
  held: Held,
  measure: PopulationMeasure,
  args: MeasureArguments,
): Figure {
  const positions = new Map(held.pools.map((id, pool) => [id, pool]))
  return (valuation) => {
    const byHolder = stakeByHolder(held, positions, valuation)
    const coverage = Value.coverage(byHolder.values())
    // Who holds something does not depend on prices.
    if (measure === 'MEMBERS')
      return { value: ratio(BigInt(byHolder.size)), nullReason: null, coverage }
    if (byHolder.size === 0) return { value: null, nullReason: held.nothing(), coverage }
    const total = Value.sum(byHolder.values(), valuation.none)
    if (measure === 'TOTAL' || total.isUnknown) return amountOf(total, coverage)
    const { amounts } = Value.pricedPart([...byHolder.values()], valuation.none)
    const priced = population(
      [...byHolder.keys()].map((id, holder) => ({ id, amount: amounts[holder]! })),
    )
    return { ...measured(priced, measure, args), coverage }
  }
}

function stakeByHolder(
  { cells, idOf }: Held,
  positions: ReadonlyMap<string, number>,
  valuation: Valuation,
): Map<string, Value> {
  const byHolder = new Map<string, Value>()
  for (const { id: holder, pool, amount } of cells.list()) {
    if (pool === null || amount === 0n) continue
    const id = idOf(holder)
    const worth = valuation.worth(positions.get(pool)!, amount)
    byHolder.set(id, byHolder.get(id)?.plus(worth) ?? worth)
  }
  return byHolder
}

function measured(
  of: Population,
  measure: Exclude<PopulationMeasure, 'MEMBERS' | 'TOTAL'>,
  { k, threshold }: MeasureArguments,
): Pick<Reading, 'value' | 'nullReason'> {
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
  (population: Population, k: number) => Ratio | number | null
> = {
  HHI: hhi,
  HHI_NORMALIZED: normalizedHhi,
  EFFECTIVE_NUMBER: effectiveNumber,
  GINI: gini,
  THEIL: theil,
  ENTROPY: entropy,
  TOP: (population, k) => top(population, k)?.share ?? null,
}
