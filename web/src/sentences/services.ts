import type { ServicesQuery } from '../data/types.generated'
import { counted, figured } from '../format/text'

type Row = ServicesQuery['services']['avss'][number]

/**
 * How many services there are, and how many of those listed are weak.
 *
 * @param notice blocks between the last announced change of a slasher and its effect; null: none was announced
 */
export function servicesSentence(
  count: number,
  rows: readonly Row[],
  notice: number | null,
): string {
  const alone = rows.filter(({ nakamoto }) => nakamoto === 1).length
  const unbacked = rows.filter(({ slashable }) => slashable === '0').length
  const told =
    notice === null
      ? 'No change of a slasher was announced yet.'
      : `The last change of a slasher was announced ${counted(notice, 'block')} before its effect.`
  return `${counted(count, 'service')} at this block. Of those listed, ${figured(alone)} can be stopped by one operator alone (a third of the stake), and ${figured(unbacked)} can slash nothing. ${told}`
}
