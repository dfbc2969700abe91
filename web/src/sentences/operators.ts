import type { OperatorsQuery } from '../data/types.generated'
import { percent } from '../format/decimal'
import { counted, shortened } from '../format/text'

type Row = OperatorsQuery['operatorRanking']['operators'][number]

/** How many operators there are, and how many of those listed decide alone over a service. */
export function operatorsSentence(count: number, rows: readonly Row[]): string {
  const decisive = rows.filter((row) => (row.decisive ?? 0) > 0).length
  const all = `${counted(count, 'operator')} at this block`
  const unknown = rows.filter((row) => row.decisive === null).length
  if (rows.length > 0 && unknown === rows.length) {
    return `${all}; how many of those listed here alone have a third or more of the stake of some service is unknown.`
  }
  const open = unknown === 0 ? '' : `, and of ${unknown} it is unknown`
  return `${all}; of those listed here, ${decisive} alone ${decisive === 1 ? 'has' : 'have'} a third or more of the stake of some service${open}.`
}

/** Whose share is first. */
export function shareSentence([first]: readonly Row[]): string {
  if (first?.share == null) {
    return 'Shares are unknown: stake that operators share does not add up, or has no price.'
  }
  return `${shortened(first.operator.id)} has ${percent(first.share)} of the stake of all operators.`
}
