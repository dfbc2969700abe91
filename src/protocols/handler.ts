import type { EventParams } from '@subsquid/evm-abi'
import type { ContractKind } from '../facts/enums.generated'
import type { Fact } from '../facts/facts'
import { type AnyEvent, type DecodedLog, eventName } from './event'
import type { KindOf, Revealed } from './log'

/** A log among the others of its transaction, because events of one transaction explain each other. */
export interface LogContext {
  /** Logs of followed contracts in the transaction, in order. */
  logs: DecodedLog[]
  /** Position in `logs` of the log that is handled. */
  index: number
  /** Block of the transaction. */
  block: number
  /** Knows the followed contracts. */
  kindOf: KindOf
}

/** Stands for all kinds of contracts of the table that it is in; in the common table for all kinds. */
export const ANY_KIND = '*'

/** What one event of one kind of contract means. */
export interface EventHandler {
  kind: ContractKind | typeof ANY_KIND
  topic: string
  // biome-ignore lint/suspicious/noExplicitAny: handlers of all events are in one list; `on` types each
  facts(args: any, context: LogContext): Fact[]
}

/** The handler of `event` when a contract of `kind` emits it. */
export function on<E extends AnyEvent>(
  kind: EventHandler['kind'],
  event: E,
  facts: (args: EventParams<E>, context: LogContext) => Fact[],
): EventHandler {
  return { kind, topic: event.topic, facts }
}

/** What one event of one kind of contract reveals of contracts. */
export interface Finder {
  kind: ContractKind
  topic: string
  // biome-ignore lint/suspicious/noExplicitAny: finders of all events are in one list; `reveals` types each
  reveals(args: any, emitter: string): Revealed | null
}

/** The finder of `event` when a contract of `kind` emits it. */
export function reveals<E extends AnyEvent>(
  kind: ContractKind,
  event: E,
  what: (args: EventParams<E>, emitter: string) => Revealed | null,
): Finder {
  return { kind, topic: event.topic, reveals: what }
}

/** Arguments of a log if it is that event and was decoded, else null. */
export function argsOf<E extends AnyEvent>(log: DecodedLog | undefined, event: E) {
  return log?.event?.topic === event.topic ? (log.args as EventParams<E> | null) : null
}

/** Address of the contract that emitted the log that is handled. */
export function emitterOf({ logs, index }: LogContext): string {
  return logs[index]!.log.address
}

/** The contract to which the emitter of the log that is handled belongs; null: none, or not linked yet. */
export function parentOf({ logs, index }: LogContext): string | null {
  return logs[index]!.parent
}

/** The contract that emitted the log that is handled, and the name of the event. */
export function sourceOf({ logs, index }: LogContext): { contract: string; event: string } {
  const { log, event } = logs[index]!
  return { contract: log.address, event: eventName(event!) }
}

const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'

/** Null for the zero address, which the contracts use for "none". */
export function orNull(address: string): string | null {
  return address === ZERO_ADDRESS ? null : address
}
