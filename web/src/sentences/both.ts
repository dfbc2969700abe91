import type { Measure } from '../data/measure'
import type { BothQuery } from '../data/types.generated'
import { compared, percent, short } from '../format/decimal'
import { PROTOCOL_NAMES } from '../format/protocol'
import { counted } from '../format/text'

type Protocol = BothQuery['securityMarket']['protocols'][number]

/** What each protocol offers, and who is in both. */
export function bothSentences({ securityMarket }: BothQuery, measure: Measure): string[] {
  const { protocols, operatorsInBoth, servicesInBoth, assetsInBoth, stakersInBoth } = securityMarket
  return [
    ...protocols.map((one) => offer(one, measure)),
    ...cheaper(protocols),
    `In both: ${counted(operatorsInBoth.length, 'operator')}, ${counted(servicesInBoth.length, 'service')}, ${counted(assetsInBoth.length, 'token')} and ${counted(stakersInBoth, 'staker')}.`,
  ]
}

function offer(
  { protocol, operators, services, stakes, worth }: Protocol,
  measure: Measure,
): string {
  const who = `${PROTOCOL_NAMES[protocol]}: ${counted(operators, 'operator')} and ${counted(services, 'service')}, ${counted(stakes.length, 'pool')}`
  if (!worth || worth.stake === null || worth.slashable === null) {
    return `${who}; what is in them has no price.`
  }
  const least = worth.coverage?.isComplete === false ? 'at least ' : ''
  const over =
    worth.leverage === null
      ? ''
      : compared(worth.leverage, '1') > 0
        ? `, and ${short(worth.leverage)} times what is there is promised`
        : ''
  return `${who} with ${least}${measure.text(worth.stake)}, of which ${measure.text(worth.slashable)} can be slashed at once${over}.`
}

/** Who pays more for security, where it is known of both. */
function cheaper(protocols: readonly Protocol[]): string[] {
  const known = protocols.flatMap(({ protocol, worth }) =>
    worth?.rewardsPerSlashable == null ? [] : [{ protocol, price: worth.rewardsPerSlashable }],
  )
  return known.map(
    ({ protocol, price }) =>
      `Security of ${PROTOCOL_NAMES[protocol]} is paid with ${percent(price)} a year of what can be slashed.`,
  )
}
