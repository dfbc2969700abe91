import type { Measure } from '../data/measure'
import type { OverlapQuery } from '../data/types.generated'
import { compared, percent } from '../format/decimal'
import { agreed, calledOf, capitalized, counted, someOf } from '../format/text'

/**
 * Who shares fate, and what falls with what.
 *
 * @param among what is compared: one, and many
 */
export function overlapSentences(
  { overlap, exposure }: OverlapQuery,
  among: { readonly one: string; readonly many: string },
): string[] {
  const { items, pairs, pairCount } = overlap
  if (items.length < 2) return [`There are fewer than two ${among.many} at this block.`]
  const names = new Map(items.map((item) => [item.id, calledOf(item)]))
  const some = pairs.filter(({ value }) => value !== null && compared(value, '0') > 0)
  const [first] = pairs
  const most =
    first?.value == null || some.length === 0
      ? `No two of ${counted(items.length, among.one, among.many)} have anything in common.`
      : `The most alike of ${counted(items.length, among.one, among.many)} are ${names.get(first.a.id)} and ${names.get(first.b.id)}: ${percent(first.value)}.`
  const whole = pairs.filter(({ value }) => value !== null && compared(value, '1') >= 0).length
  const twins =
    whole === 0
      ? []
      : [
          `${capitalized(someOf(whole, pairCount, 'pair'))} ${agreed(whole, 'is', 'are')} the same in it.`,
        ]
  return [most, ...twins, ...falls(exposure.directed)]
}

function falls(directed: OverlapQuery['exposure']['directed']): string[] {
  const [first] = directed
  if (!first || first.share === null) return []
  return [
    `If all that secures ${calledOf(first.from)} fails, ${percent(first.share)} of the stake of ${calledOf(first.to)} fails, too.`,
  ]
}

/** How much of the flows the picture has. */
export function flowSentence(
  columns: OverlapQuery['exposure']['columns'],
  measure: Measure,
  missing: number,
): string {
  const [largest] = [...columns]
    .filter(({ total }) => total !== null)
    .sort((a, b) => compared(b.total!, a.total!))
  if (!largest || largest.total === '0') return 'No operator stands behind any service with stake.'
  const lost =
    missing === 0
      ? ''
      : ` ${counted(missing, 'service')} ${agreed(missing, 'has', 'have')} stake without a price, and ${agreed(missing, 'is', 'are')} not in it.`
  return `The most stands behind ${calledOf(largest.member)}: ${measure.text(largest.total!)}.${lost}`
}
