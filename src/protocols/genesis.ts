import type { Fact, FactOf } from '../facts/facts'
import type { ContractAnswers, FoundContract } from './log'
import type { Protocol, ProtocolConstants } from './protocol'
import { protocolOf } from './tables'

/** State before the first block: constants, the contracts of the deployment, and price feeds. None is in an event. */
export function genesis(
  constants: ProtocolConstants,
  contracts: readonly FoundContract[],
  priceFeeds: readonly Omit<FactOf<'priceFeed'>, 'kind'>[] = [],
  answers: ReadonlyMap<string, ContractAnswers['values']> = new Map(),
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
    ...contracts.flatMap((contract) => listedFacts(contract, answers.get(contract.address))),
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

/** What a deployment file says in place of a contract that it lists. */
function listedFacts(
  { address, kind, parent }: FoundContract,
  values: ContractAnswers['values'] | undefined,
): Fact[] {
  if (!values) return []
  const answers = { address, kind, parent: parent ?? null, values }
  return protocolOf(kind)?.answered?.(answers) ?? []
}
