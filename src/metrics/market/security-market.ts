import type { Grouping } from '../../reads/files/labels'
import { countStakersInBoth, loadAssetsInBoth } from '../../reads/vaults/services'
import { groupingArgument, groupingOf } from '../define/grouping'
import { blockArgument } from '../define/measure'
import { member, metaOf, nullReason } from '../define/meta'
import { metric } from '../define/metric'
import { field, object } from '../define/object'
import { pricingArgument } from '../define/pricing'
import { protocolName } from '../define/protocol'
import { bigInt, decimal, int, list, nullable } from '../define/type'
import { classesArgument, decimalsArgument, windowArguments } from '../parts/yield-arguments'
import { loadOffers, PROTOCOLS } from './offers'
import { loadMarket, securityWorth } from './worth'

const poolSecurity = object(
  'PoolSecurity',
  'What a pool holds, and what it is promised for, in its base units.',
  {
    pool: field(member, 'Pool: EigenLayer strategy, or Symbiotic vault.'),
    stake: field(
      nullable(bigInt),
      'Delegated shares of a strategy; total stake of a vault (Vault.totalStake, of core V2 totalAssets). Null: see `nullReason`.',
    ),
    promised: field(
      nullable(bigInt),
      'Sum of what each operator set can slash (`commitments.slashableStake`); a vault can promise the same stake to many.',
    ),
    slashable: field(
      nullable(bigInt),
      'What can be slashed together: the smaller of `stake` and `promised`.',
    ),
    leverage: field(
      nullable(decimal),
      '`promised` by `stake`; above 1 not all promises can be paid. Null: one is unknown, or there is no stake.',
    ),
    operators: field(int, 'Operators whose stake in it can be slashed.'),
    services: field(int, 'AVSs, or networks, that can slash it.'),
    operatorHhi: field(
      nullable(decimal),
      'Herfindahl-Hirschman index of `promised` over operators, in (0, 1]; null: nothing is promised, or it is unknown.',
    ),
    serviceHhi: field(nullable(decimal), 'The same over AVSs, or networks.'),
    nullReason: field(nullable(nullReason), 'Why an amount is null; null: all are known.'),
  },
)

const protocolSecurity = object('ProtocolSecurity', 'The security that one protocol offers.', {
  protocol: field(protocolName, 'Protocol.'),
  operators: field(int, 'Registered operators.'),
  services: field(
    int,
    'Registered networks of Symbiotic; AVSs that EigenLayer named, which has no registration of them.',
  ),
  stakes: field(list(poolSecurity), 'Its pools, by id.'),
  worth: field(
    nullable(securityWorth),
    'The same in the numeraire of `pricing`, with what security costs; null without `pricing`.',
  ),
})

/** Field `securityMarket`. */
export const securityMarketMetric = metric({
  name: 'securityMarket',
  doc: `The market of security: what each protocol offers, pool by pool, and who is in both.

Amounts of different pools are not added without prices: they are base units of different tokens. With \`pricing\` there is \`worth\`. Without an
AppAdapter, a vault of core V2 promises nothing: it is listed, and nothing of it is slashable.`,
  args: {
    grouping: groupingArgument(
      'Kind of grouping in the label files, for `entitiesInBoth`: it joins addresses that belong to one entity. Default: none.',
    ),
    pricing: pricingArgument,
    classes: classesArgument,
    decimals: decimalsArgument,
    ...windowArguments,
    block: blockArgument,
  },
  answer: object('SecurityMarket', 'Security offered by all protocols.', {
    protocols: field(list(protocolSecurity), 'Protocol by protocol.'),
    operatorsInBoth: field(
      list(member),
      'Operators that are registered with both protocols under one address, by id.',
    ),
    servicesInBoth: field(list(member), 'AVSs that are networks, too, under one address, by id.'),
    entitiesInBoth: field(
      list(member),
      'Groups of `grouping` that have an operator in each protocol, by one address or by several; by name.',
    ),
    assetsInBoth: field(list(member), 'Tokens that pools of both protocols hold, by id.'),
    stakersInBoth: field(
      int,
      'Accounts with deposit shares of EigenLayer and shares of a vault, under one address.',
    ),
  }),
  estimate: () => 300,
  async compute({ block: given, grouping: kind, pricing, ...args }, request) {
    const { context } = request
    const block = await context.at(given)
    const grouping = groupingOf(request.sources.labels(block.chainId), kind)
    const { registered, pools, commitments } = await loadOffers(context, block)
    const { EIGENLAYER, SYMBIOTIC } = registered
    const market = pricing ? await loadMarket(request, block, { pricing, ...args }) : null
    return {
      meta: metaOf(block, null, null, {
        grouping: grouping?.version ?? null,
        ...(market && { pricing: market.pricing }),
      }),
      protocols: PROTOCOLS.map((protocol) => ({
        protocol,
        operators: registered[protocol].operators.length,
        services: registered[protocol].services.length,
        stakes: pools.filter((one) => one.protocol === protocol),
        worth: market?.worthOf(protocol, pools, commitments) ?? null,
      })),
      operatorsInBoth: inBoth(EIGENLAYER.operators, SYMBIOTIC.operators),
      servicesInBoth: inBoth(EIGENLAYER.services, SYMBIOTIC.services),
      entitiesInBoth: groupsInBoth(EIGENLAYER.operators, SYMBIOTIC.operators, grouping),
      assetsInBoth: await loadAssetsInBoth(context, block.number),
      stakersInBoth: await countStakersInBoth(context, block.number),
    }
  },
})

function inBoth(some: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others)
  return some.filter((one) => known.has(one))
}

/** Groups that have a member in each of two lists. */
function groupsInBoth(
  some: readonly string[],
  others: readonly string[],
  grouping: Grouping | null,
): string[] {
  const groupsOf = (ids: readonly string[]) =>
    ids.flatMap((one) => grouping?.groupOf.get(one) ?? [])
  return [...new Set(inBoth(groupsOf(some), groupsOf(others)))].sort()
}
