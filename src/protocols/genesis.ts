import type { Fact, FactOf } from '../facts/facts'
import type { FoundContract } from './log'
import type { Protocol, ProtocolConstants } from './protocol'
import { protocolOf } from './tables'

/** State before the first block: constants, the contracts of the deployment, and price feeds. None is in an event. */
export function genesis(
  constants: ProtocolConstants,
  contracts: readonly FoundContract[],
  priceFeeds: readonly Omit<FactOf<'priceFeed'>, 'kind'>[] = [],
): Fact[] {
  const protocols = new Set<Protocol>()
  for (const { kind } of contracts) {
    const protocol = protocolOf(kind)
    if (protocol) protocols.add(protocol)
  }
  const own = [...protocols].map((protocol) => protocol.genesis(constants))
  return [
    ...own.flatMap(({ before }) => before),
    ...contracts.flatMap(foundFacts),
    ...priceFeeds.map((feed): Fact => ({ kind: 'priceFeed', ...feed })),
    ...own.flatMap(({ after }) => after),
  ]
}

/** What it means that a contract is followed from here on. */
export function foundFacts(contract: FoundContract): Fact[] {
  const { address, kind, name } = contract
  const found: Fact = { kind: 'contractFound', address, contractKind: kind, name }
  return [found, ...(protocolOf(kind)?.found?.(contract) ?? [])]
}
