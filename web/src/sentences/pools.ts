import type { PoolsQuery } from '../data/types.generated'
import { compared } from '../format/decimal'
import { PROTOCOL_NAMES } from '../format/protocol'
import { counted } from '../format/text'

/** What pools of each protocol promise, and who is in both. */
export function poolSentences({ securityMarket }: Pick<PoolsQuery, 'securityMarket'>): string[] {
  const { protocols, operatorsInBoth, servicesInBoth } = securityMarket
  const each = protocols.map(({ protocol, operators, services, stakes }) => {
    const over = stakes.filter(({ leverage }) => leverage !== null && compared(leverage, '1') > 0)
    const promised =
      over.length === 0
        ? 'none promises more than it has'
        : over.length === 1
          ? 'one promises more than it has'
          : `${over.length} promise more than they have`
    return `${PROTOCOL_NAMES[protocol]}: ${counted(stakes.length, 'pool')}, of which ${promised}; ${counted(operators, 'operator')}, ${counted(services, 'service')}.`
  })
  const inBoth = `${counted(operatorsInBoth.length, 'operator')} and ${counted(servicesInBoth.length, 'service')}`
  return [...each, `In both protocols are ${inBoth}.`]
}
