import type { SlashingsQuery } from '../data/types.generated'
import { counted } from '../format/text'

/**
 * How many slashings there were, and what became of them.
 *
 * @param most rows that were asked for: if there are as many, there may be more
 */
export function slashingSentences(rows: SlashingsQuery['timeline'], most: number): string[] {
  const [last] = rows
  if (!last) return ['There was no slashing up to this block.']
  const by = new Map<string, number>()
  for (const { protocol, status } of rows) {
    const key = `${protocol} ${(status ?? 'status unknown').toLowerCase().replaceAll('_', ' ')}`
    by.set(key, (by.get(key) ?? 0) + 1)
  }
  const all =
    rows.length >= most ? `At least ${rows.length} slashings` : counted(rows.length, 'slashing')
  const kinds = [...by].map(([key, count]) => `${count} ${key}`).join(', ')
  return [`${all}, the last at block ${last.block}: ${kinds}.`]
}
