import type { Measure } from '../data/measure'
import type { MethodQuery } from '../data/types.generated'
import { percent, short } from '../format/decimal'
import { counted } from '../format/text'
import type { MetricId } from '../method/definitions'

/** Formulas with the numbers of the block, where there are some. */
export function examples(
  { concentration, leverage }: MethodQuery,
  measure: Measure,
): Partial<Record<string, string>> {
  const shares = concentration.shares ?? []
  const [largest] = shares
  const { hhi, third, universe, gini } = concentration
  const total = universe.total ?? universe.value
  const result: Partial<Record<MetricId, string>> = {}
  const amount = largest?.amount ?? largest?.value
  if (largest && amount != null && total !== null) {
    result.share = `${measure.text(amount)} / ${measure.text(total)} = ${percent(largest.share)}, of the largest operator`
  }
  if (hhi !== null && shares.length > 0) {
    const terms = shares.slice(0, 3).map(({ share }) => `${short(share)}²`)
    result.hhi = `${terms.join(' + ')}${shares.length > 3 ? ' + …' : ''} = ${short(hhi)}`
    result.effective = `1 / ${short(hhi)}`
  }
  if (third.count !== null) {
    const parts = shares.slice(0, third.count).map(({ share }) => percent(share))
    result.nakamoto = `${parts.join(' + ')} is more than 33.3 %: ${third.count}`
  }
  if (gini !== null) result.gini = `${short(gini)}, of ${counted(universe.n, 'operator')}`
  const { stake, registered, registeredMultiplier, slashable, slashableLeverage } = leverage
  if (stake !== null && slashable !== null && slashableLeverage !== null) {
    result.leverage = `${measure.text(slashable)} / ${measure.text(stake)} = ${percent(slashableLeverage)}`
  }
  if (registered !== null && registeredMultiplier !== null) {
    result.multiplier = `${measure.text(registered)} by the stake of members = ${short(registeredMultiplier)}`
  }
  return result
}
