import type { SlashingsQuery, SlashingTouchedQuery } from '../data/types.generated'
import { PROTOCOL_NAMES } from '../format/protocol'
import { agreed, capitalized, counted } from '../format/text'

/**
 * How many slashings there were, and what became of them.
 *
 * @param most rows and requests that were asked for: if there are as many, there may be more
 * @param requests of services of EigenLayer, which no slashing is before they are executed
 */
export function slashingSentences(
  rows: SlashingsQuery['timeline'],
  most: number,
  requests: readonly Pick<SlashingsQuery['requested'][number], 'status'>[],
): string[] {
  const pending = requests.filter(({ status }) => status === 'REQUESTED').length
  const asked =
    requests.length === 0
      ? []
      : [
          `Services of EigenLayer requested ${requests.length >= most ? 'at least ' : ''}${counted(requests.length, 'slashing')} with time for a veto; pending: ${pending}.`,
        ]
  const [last] = rows
  if (!last) return ['There was no slashing up to this block.', ...asked]
  const by = new Map<string, Map<string, number>>()
  for (const { protocol, status } of rows) {
    const of = by.get(protocol) ?? new Map<string, number>()
    const key = (status ?? 'status unknown').toLowerCase().replaceAll('_', ' ')
    by.set(protocol, of.set(key, (of.get(key) ?? 0) + 1))
  }
  const all =
    rows.length >= most ? `At least ${rows.length} slashings` : counted(rows.length, 'slashing')
  const kinds = [...by].map(([protocol, of]) => {
    return `${PROTOCOL_NAMES[protocol]}: ${[...of].map(([key, count]) => `${count} ${key}`).join(', ')}.`
  })
  return [`${all}, the last at block ${last.block}.`, ...kinds, ...asked]
}

/** How many services count on the stake that a slashing took. @param by the service that slashed */
export function touchedSentence(rows: SlashingTouchedQuery['commitments'], by: string): string {
  const services = new Set(rows.map(({ operatorSet }) => operatorSet.avs.id))
  const others = [...services].filter((id) => id !== by).length
  return others === 0
    ? 'No other service counts on the stake that it took.'
    : `${capitalized(counted(others, 'other service'))} ${agreed(others, 'counts', 'count')} on the stake that it took; amounts are those after it.`
}
