import type { OperatorQuery } from '../data/types.generated'
import { percent, short } from '../format/decimal'
import { counted } from '../format/text'

/** What an operator means for those who delegate to it, and for services. */
export function operatorSentences(data: OperatorQuery, unit: string): string[] {
  const [figures] = data.operatorRanking.operators
  const slashed = slashedSentence(data.operatorById?.slashings ?? [])
  if (!figures) return ['It holds no stake and is not registered at this block.', slashed]
  const { stake, slashable, slashableLeverage, share, avss, decisive } = figures
  const held = stake === null ? 'Its stake has no price' : `It holds ${short(stake)} ${unit}`
  const part = share === null ? '' : `, ${percent(share)} of all stake`
  const loss =
    slashable === null || slashableLeverage === null
      ? ''
      : ` Services can slash ${short(slashable)} ${unit} of it, ${percent(slashableLeverage)}.`
  const alone = decisive
    ? ` Of ${counted(decisive, 'service')} it alone has a third or more of the stake.`
    : ''
  return [`${held}${part}, and serves ${counted(avss, 'service')}.${loss}${alone}`, slashed]
}

/** Rows that the query asks for. */
const MOST = 20

type Slashings = NonNullable<OperatorQuery['operatorById']>['slashings']

function slashedSentence(rows: Slashings): string {
  const executed = rows.filter(({ status }) => status === 'EXECUTED')
  const [last] = executed
  if (!last) return rows.length < MOST ? 'It was never slashed.' : 'It was not slashed lately.'
  const times = `${rows.length < MOST ? '' : 'at least '}${counted(executed.length, 'time')}`
  return `It was slashed ${times}, the last time at block ${last.block}.`
}
