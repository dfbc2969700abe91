import type { ContractKind, ProtocolName } from '../facts/enums.generated'
import type { Fact } from '../facts/facts'
import type { Codec } from './decode-any'
import type { AnyEvent } from './event'
import type { EventHandler, Finder } from './handler'
import type { ContractAnswers, FoundContract } from './log'

/** Events of a generated ABI. */
export interface Abi {
  events: Record<string, AnyEvent>
}

/** What the engine needs to know of a protocol, or of contracts that several protocols use. */
export interface EventTable {
  /** Events of each kind of its contracts. No other table has these kinds. */
  abis: Partial<Record<ContractKind, readonly Abi[]>>
  /** All handlers, in the order in which those of one event run. */
  handlers: readonly EventHandler[]
}

/** Contracts of which only logs are followed that name one of some accounts in their second or third topic. */
export interface NarrowedKind {
  /** First topic of these logs. */
  topic: string
  /** Kinds of the accounts, which are followed contracts. */
  accounts: readonly ContractKind[]
  /** Whether logs that name the zero address are followed, too: what is minted and burned. */
  withZero: boolean
}

/** A restaking protocol: what its logs mean. */
export interface Protocol extends EventTable {
  name: ProtocolName | 'AVS_MIDDLEWARE'
  /** Events that reveal contracts. */
  finders: readonly Finder[]
  /** Invariants of its contracts beyond the ABI, by topic. A log that violates one is damaged: its numbers would be wrong. */
  // biome-ignore lint/suspicious/noExplicitAny: checks of all events are in one table
  checks: ReadonlyMap<string, (args: any) => boolean>
  /** Parameters of events by topic of which it is not known which are indexed. */
  unsettled: ReadonlyMap<string, Record<string, Codec>>
  /** Kinds with so many members that they may be read by topic, whatever their addresses. */
  readByTopic: readonly ContractKind[]
  /** Kinds of contracts of which only some logs are followed, as tokens that everybody has. */
  narrowed?: Partial<Record<ContractKind, NarrowedKind>>
  /** Topic0 of events whose blocks are always verified, because they move much value. */
  alwaysVerified: readonly string[]
  /** What is true before the first block, in front of the contracts of the deployment, and behind them. */
  genesis(constants: ProtocolConstants): { before: readonly Fact[]; after: readonly Fact[] }
  /** What the discovery of a contract means, beside that it is followed. */
  found?(contract: FoundContract): Fact[]
  /** What the answers of a contract mean. */
  answered?(answers: ContractAnswers): Fact[]
}

/** Constants of contracts, which are in no event; null: unknown. */
export interface ProtocolConstants {
  minWithdrawalDelayBlocks: number | null
  deallocationDelayBlocks: number | null
}
