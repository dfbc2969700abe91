import type { EventParams } from '@subsquid/evm-abi'
import type { Fact } from '../../facts/facts'
import type { AnyEvent } from './abis'
import type { DecodedLog } from './decode'

/** The logs of followed contracts in one transaction, in order, and the one being read. */
export interface Reader {
  logs: DecodedLog[]
  index: number
  /** Block of the transaction. */
  block: number
}

/** Kind of a reading that holds for contracts of all kinds. */
export const ANY_KIND = '*'

/** How one event of one kind of contract becomes facts. */
export interface Reading {
  /** Kind of contract, or ANY_KIND. */
  kind: string
  topic: string
  // biome-ignore lint/suspicious/noExplicitAny: readings of all events stand in one table; `on` types each
  facts(args: any, reader: Reader): Fact[]
}

/** Facts of `event` when a contract of `kind` emits it. */
export function on<E extends AnyEvent>(
  kind: string,
  event: E,
  facts: (args: EventParams<E>, reader: Reader) => Fact[],
): Reading {
  return { kind, topic: event.topic, facts }
}

/** Whether a log is that event, and if so its arguments. */
export function argsOf<E extends AnyEvent>(log: DecodedLog | undefined, event: E) {
  return log?.event?.topic === event.topic ? (log.args as EventParams<E> | null) : null
}

const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'

/** Null for the zero address, which the contracts use for "none". */
export function orNull(address: string): string | null {
  return address === ZERO_ADDRESS ? null : address
}
