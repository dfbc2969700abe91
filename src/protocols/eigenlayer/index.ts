import type { ContractEvent } from '../../facts/contract-event'
import type { ContractKind } from '../../facts/enums.generated'
import type { Fact, FactOf, LocatedFact } from '../../facts/facts'
import type { LogPosition } from '../../facts/log-position'
import { BEACON_CHAIN_ETH } from '../../facts/native-eth'
import type { FoundContract, SourceBlock, SourceLog } from '../log'
import { type DecodedLog, decode, eventName, toJson } from './decode'
import { handlersOf } from './handlers'
import { foundBy, mayReveal } from './pools'

/** Asset of native ETH, which is no token. */
const NATIVE_ASSET = '0x0000000000000000000000000000000000000000'

/** Kind of a followed contract; undefined for any other address. */
export type KindOf = (address: string) => ContractKind | undefined

/** A block, decoded. */
export interface DecodedBlock {
  /** Every log of a followed contract. */
  events: ContractEvent[]
  /** What they mean: first the contracts that they reveal, then all others in log order. */
  facts: LocatedFact[]
}

/** State before the first block: constants, the contracts of the deployment, price feeds, and native ETH. None is in an event. */
export function genesis(
  constants: Omit<FactOf<'protocolConstants'>, 'kind'>,
  contracts: readonly FoundContract[],
  priceFeeds: readonly Omit<FactOf<'priceFeed'>, 'kind'>[] = [],
): Fact[] {
  return [
    { kind: 'protocolConstants', ...constants },
    ...contracts.map(contractFact),
    ...priceFeeds.map((feed): Fact => ({ kind: 'priceFeed', ...feed })),
    { kind: 'poolAsset', pool: BEACON_CHAIN_ETH, asset: NATIVE_ASSET, decimals: 18 },
    { kind: 'poolWhitelisted', pool: BEACON_CHAIN_ETH, allowed: true },
  ]
}

/** The contract that a log of a contract of `kind` reveals, if any. */
export function discover(kind: ContractKind, log: SourceLog): FoundContract | null {
  return mayReveal(kind, log) ? foundBy(decode(kind, log)) : null
}

/**
 * Decodes the logs of one block.
 * @param kindOf knows the followed contracts, those found in this block included; logs of other addresses are skipped
 */
export function decodeBlock(block: SourceBlock, logs: SourceLog[], kindOf: KindOf): DecodedBlock {
  const events: ContractEvent[] = []
  const contracts: LocatedFact[] = []
  const facts: LocatedFact[] = []
  for (const transaction of byTransaction(logs, kindOf)) {
    transaction.forEach((decoded, index) => {
      const at = positionOf(block, decoded.log)
      events.push(toEvent(at, decoded))
      if (!decoded.args) return
      const found = foundBy(decoded)
      if (found) contracts.push({ at, fact: contractFact(found) })
      const context = { logs: transaction, index, block: block.number }
      for (const handler of handlersOf(decoded.kind, decoded.event!.topic)) {
        for (const fact of handler.facts(decoded.args, context)) facts.push({ at, fact })
      }
    })
  }
  // A contract must exist before its own first events, which come before the one that reveals it.
  return { events, facts: [...contracts, ...facts] }
}

function contractFact({ address, kind, name }: FoundContract): Fact {
  return { kind: 'contractFound', address, contractKind: kind, name }
}

function byTransaction(logs: SourceLog[], kindOf: KindOf): DecodedLog[][] {
  const transactions: DecodedLog[][] = []
  let last = -1
  for (const log of logs) {
    const kind = kindOf(log.address)
    if (!kind) continue
    if (log.transactionIndex !== last) transactions.push([])
    last = log.transactionIndex
    transactions.at(-1)!.push(decode(kind, log))
  }
  return transactions
}

function positionOf(block: SourceBlock, log: SourceLog): LogPosition {
  return {
    block: block.number,
    timestamp: block.timestamp,
    transactionHash: log.transactionHash,
    transactionIndex: log.transactionIndex,
    logIndex: log.logIndex,
  }
}

function toEvent(at: LogPosition, { log, kind, event, args }: DecodedLog): ContractEvent {
  return {
    at,
    address: log.address,
    kind,
    status: args ? 'DECODED' : event ? 'MALFORMED' : 'UNKNOWN_TOPIC',
    name: event ? eventName(event) : null,
    signature: event?.signature ?? null,
    arguments: args && toJson(args),
    topics: args ? null : log.topics,
    data: args ? null : log.data,
  }
}
