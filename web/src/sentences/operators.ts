import type { OperatorsQuery } from '../data/types.generated'
import { percent, short } from '../format/decimal'
import { calledOf, counted } from '../format/text'

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

/** Who has the most of those listed, and which part of all that is. @param largest with the most stake; null: none is known */
export function largestSentence(largest: Row | null, unit: string): string {
  if (!largest || largest.stake === null) return 'Stake of those listed is unknown.'
  const part =
    largest.share === null
      ? '; operators share vaults, so there are no parts of all stake'
      : `, ${percent(largest.share)} of the stake of all operators`
  return `Of those listed ${calledOf(largest.operator)} has the most: ${short(largest.stake)} ${unit}${part}.`
}
