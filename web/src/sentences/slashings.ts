import type { SlashingsQuery } from '../data/types.generated'
import { PROTOCOL_NAMES } from '../format/protocol'
import { counted } from '../format/text'

/**
 * How many slashings there were, and what became of them.
 *
 * @param most rows that were asked for: if there are as many, there may be more
 */
export function slashingSentences(rows: SlashingsQuery['timeline'], most: number): string[] {
  const [last] = rows
  if (!last) return ['There was no slashing up to this block.']
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
  return [`${all}, the last at block ${last.block}.`, ...kinds]
}
