import type { OperatorsQuery } from '../data/types.generated'
import { percent } from '../format/decimal'
import { counted, shortened } from '../format/text'

type Row = OperatorsQuery['operatorRanking']['operators'][number]

/** How many operators there are, and how many of those listed decide alone over a service. */
export function operatorsSentence(count: number, rows: readonly Row[]): string {
  const decisive = rows.filter((row) => (row.decisive ?? 0) > 0).length
  const all = `${counted(count, 'operator')} at this block`
  return `${all}; of those listed here, ${decisive} alone ${decisive === 1 ? 'has' : 'have'} a third or more of the stake of some service.`
}

/** Whose share is first. */
export function shareSentence([first]: readonly Row[]): string {
  if (first?.share == null) {
    return 'Shares are unknown: stake that operators share does not add up, or has no price.'
  }
  return `${shortened(first.operator.id)} has ${percent(first.share)} of the stake of all operators.`
}
