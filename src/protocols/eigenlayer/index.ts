import type { Fact, FactOf, LogPosition, PlacedFact } from '../../facts/facts'
import { logId } from '../../facts/ids'
import type { ContractEventRow } from '../../ledger/rows'
import type { FoundContract, SourceBlock, SourceLog } from '../log'
import { type DecodedLog, decode, eventName, toJson } from './decode'
import { delegation } from './delegation'
import { BEACON_CHAIN_ETH, deposits } from './deposits'
import { governance } from './governance'
import { legacy } from './legacy'
import { pods } from './pods'
import { foundBy, mayReveal, pools } from './pools'
import { prices } from './prices'
import { ANY_KIND, type Reading } from './reading'
import { rewards } from './rewards'
import { allocations, services } from './services'
import { slashings } from './slashings'
import { withdrawals } from './withdrawals'

/** Asset of native ETH, which is no token. */
const NATIVE_ASSET = '0x0000000000000000000000000000000000000000'

/** In the order in which they read. */
const READINGS: readonly Reading[] = [
  // First, because it tells values before the event, which other readings of the same event change.
  ...governance,
  ...delegation,
  ...deposits,
  ...legacy,
  ...withdrawals,
  ...services,
  ...allocations,
  ...slashings,
  ...pools,
  ...rewards,
  ...pods,
  ...prices,
]

/** Readings by kind of contract and topic, those of any kind first; filled as they are asked for. */
const byKind = new Map<string, Map<string, readonly Reading[]>>()

/** What a block of the protocol says. */
export interface BlockReading {
  /** Every log of a followed contract, decoded or raw. */
  events: ContractEventRow[]
  /** What they mean: contracts that they reveal, then all else in order. */
  facts: PlacedFact[]
}

/** What holds before the first block: constants, the contracts of the deployment, and native ETH, which no event announces. */
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
export function discover(kind: string, log: SourceLog): FoundContract | null {
  return mayReveal(kind, log) ? foundBy(decode(kind, log)) : null
}

/**
 * Reads the logs of one block. `kindOf` knows the followed contracts, those found in this block included; logs of
 * other addresses are passed over.
 */
export function readBlock(
  block: SourceBlock,
  logs: SourceLog[],
  kindOf: (address: string) => string | undefined,
): BlockReading {
  const events: ContractEventRow[] = []
  const contracts: PlacedFact[] = []
  const facts: PlacedFact[] = []
  for (const transaction of byTransaction(logs, kindOf)) {
    transaction.forEach((decoded, index) => {
      const at = position(block, decoded.log)
      events.push(eventRow(at, decoded))
      if (!decoded.args) return
      const found = foundBy(decoded)
      if (found) contracts.push({ at, fact: contractFact(found) })
      const reader = { logs: transaction, index, block: block.number }
      for (const reading of readingsOf(decoded)) {
        for (const fact of reading.facts(decoded.args, reader)) facts.push({ at, fact })
      }
    })
  }
  // A contract is there before its own first events, which come before the one that reveals it.
  return { events, facts: [...contracts, ...facts] }
}

function readingsOf({ kind, event }: DecodedLog): readonly Reading[] {
  const { topic } = event!
  let byTopic = byKind.get(kind)
  if (!byTopic) {
    byTopic = new Map()
    byKind.set(kind, byTopic)
  }
  let readings = byTopic.get(topic)
  if (!readings) {
    readings = [ANY_KIND, kind].flatMap((of) =>
      READINGS.filter((reading) => reading.kind === of && reading.topic === topic),
    )
    byTopic.set(topic, readings)
  }
  return readings
}

function contractFact({ address, kind, name }: FoundContract): Fact {
  return { kind: 'contractFound', address, contractKind: kind, name }
}

/** Events of one transaction explain each other, so they are read together. */
function byTransaction(
  logs: SourceLog[],
  kindOf: (address: string) => string | undefined,
): DecodedLog[][] {
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

function position(block: SourceBlock, log: SourceLog): LogPosition {
  return {
    block: block.number,
    timestamp: block.timestamp,
    transactionHash: log.transactionHash,
    transactionIndex: log.transactionIndex,
    logIndex: log.logIndex,
  }
}

function eventRow(at: LogPosition, { log, kind, event, args }: DecodedLog): ContractEventRow {
  const status = args ? 'DECODED' : event ? 'MALFORMED' : 'UNKNOWN_TOPIC'
  return {
    id: logId(at.block, at.logIndex),
    block: at.block,
    logIndex: at.logIndex,
    transactionIndex: at.transactionIndex,
    transactionHash: at.transactionHash,
    blockTime: at.timestamp,
    address: log.address,
    kind,
    status,
    name: event ? eventName(event) : null,
    signature: event?.signature ?? null,
    arguments: args && toJson(args),
    topics: args ? null : log.topics,
    data: args ? null : log.data,
  }
}
