import type { Measure } from '../data/measure'
import type { RewardsQuery } from '../data/types.generated'
import { percent, short } from '../format/decimal'
import { shareText } from '../format/share'
import { counted, dayText } from '../format/text'

type Yield = RewardsQuery['yieldSources']

/** What is paid, by whom, and how long it lasts. */
export function rewardsSentences({ yieldSources }: RewardsQuery, measure: Measure): string[] {
  const { from, to, value, emissionShare, feeLikeShare, effectivePayers, apr, tokens } =
    yieldSources
  if (from === null || to === null) return ['The time of the block is unknown, and so are rewards.']
  const least = yieldSources.meta.coverage?.isComplete === false ? 'at least ' : ''
  const window = `From ${dayText(from)} to ${dayText(to)}`
  if (tokens.length === 0) return [`${window} nothing was earned, and nothing is announced.`]
  const earned =
    value === null
      ? `${window} rewards in ${counted(tokens.length, 'token')} were earned; none has a price.`
      : `${window} ${least}${measure.text(value)} were earned.`
  const sources =
    value === null || value === '0'
      ? []
      : isOpen(emissionShare) && isOpen(feeLikeShare)
        ? ['Whether it is paid by emission or like fees is unknown: no token is classified.']
        : [
            `Paid by emission: ${shareText(emissionShare)}; paid like fees: ${shareText(feeLikeShare)}.`,
          ]
  const payers =
    effectivePayers === null
      ? []
      : [
          `It is as if ${short(effectivePayers)} ${short(effectivePayers) === '1' ? 'payer had paid alone' : 'payers had paid alike'}.`,
        ]
  const rate =
    !apr || apr.value === null
      ? `What that is in a year on the stake is unknown (${apr?.nullReason ?? 'no reason given'}).`
      : `At that pace it is ${percent(apr.value)} of the stake in a year.`
  return [earned, ...sources, ...payers, rate, lasts(yieldSources, measure)]
}

/** Nothing is known of a part. */
const isOpen = (part: Yield['emissionShare']): boolean =>
  part?.value === null && part.atLeast === '0' && part.atMost === '1'

function lasts({ runway }: Yield, measure: Measure): string {
  if (!runway || runway.until === null) return 'No reward is announced beyond this block.'
  const until = `The last announced reward ends on ${dayText(runway.until)}`
  return runway.days === null || runway.perDay === null
    ? `${until}.`
    : `${until}; at ${measure.text(runway.perDay)} a day what is announced lasts ${short(runway.days)} ${short(runway.days) === '1' ? 'day' : 'days'}.`
}
