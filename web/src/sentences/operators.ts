import type { Measure } from '../data/measure'
import type { OperatorsQuery } from '../data/types.generated'
import { compared, percent } from '../format/decimal'
import { agreed, calledOf, counted, figured } from '../format/text'

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
  return `${all}; of those listed here, ${figured(decisive)} alone ${agreed(decisive, 'has', 'have')} a third or more of the stake of some service${open}.`
}

/** Who of those listed is the most dangerous: by what can be lost with it, and by how many services it could stop. */
export function dangerSentence(rows: readonly Row[], measure: Measure): string {
  const atRisk = rows.reduce<Row | null>(
    (most, row) =>
      row.capitalAtRisk !== null && compared(row.capitalAtRisk, most?.capitalAtRisk ?? '0') > 0
        ? row
        : most,
    null,
  )
  const decisive = rows.reduce<Row | null>(
    (most, row) => ((row.decisive ?? 0) > (most?.decisive ?? 0) ? row : most),
    null,
  )
  const lost =
    atRisk === null
      ? 'What is lost with each operator is unknown, or nothing'
      : `The most is lost if ${calledOf(atRisk.operator)} is slashed: up to ${measure.text(atRisk.capitalAtRisk!)}`
  const stopped =
    decisive === null
      ? 'no one alone can stop a service, as far as is known'
      : `the most services can be stopped by ${decisive === atRisk ? 'it, too' : calledOf(decisive.operator)}: ${decisive.decisive}`
  return `${lost}; ${stopped}.`
}

/** Who has the most of those listed, and which part of all that is. @param largest with the most stake; null: none is known */
export function largestSentence(largest: Row | null, measure: Measure): string {
  if (!largest || largest.stake === null) return 'Stake of those listed is unknown.'
  const part =
    largest.share === null
      ? '; operators share vaults, so there are no parts of all stake'
      : `, ${percent(largest.share)} of the stake of all operators`
  return `Of those listed ${calledOf(largest.operator)} has the most: ${measure.text(largest.stake)}${part}.`
}
