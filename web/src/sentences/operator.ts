import type { Measure } from '../data/measure'
import type { OperatorQuery } from '../data/types.generated'
import { compared, percent } from '../format/decimal'
import { counted } from '../format/text'

/** What an operator means for those who delegate to it, and for services. */
export function operatorSentences(data: OperatorQuery, measure: Measure): string[] {
  const [figures] = data.operatorRanking.operators
  const slashed = slashedSentence(data.operatorById?.slashings ?? [])
  if (!figures) return ['It holds no stake and is not registered at this block.', slashed]
  const { stake, slashable, slashableLeverage, share, avss, decisive } = figures
  const held = stake === null ? 'Its stake has no price' : `It holds ${measure.text(stake)}`
  const part = share === null ? '' : `, ${percent(share)} of all stake`
  const loss =
    slashable === null || slashableLeverage === null
      ? ''
      : slashableSentence(slashable, slashableLeverage, measure)
  const alone = decisive
    ? ` Of ${counted(decisive, 'service')} it alone has a third or more of the stake.`
    : ''
  return [`${held}${part}, and serves ${counted(avss, 'service')}.${loss}${alone}`, slashed]
}

/** @param leverage what services can slash, as a part of the stake */
function slashableSentence(slashable: string, leverage: string, measure: Measure): string {
  const amount = `${measure.text(slashable)}`
  // Above 1, some of it is promised more than once.
  return compared(leverage, '1') > 0
    ? ` What each service can slash adds up to ${amount}, ${percent(leverage)} of it: some is promised to several.`
    : ` Services can slash ${amount} of it, ${percent(leverage)}.`
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
