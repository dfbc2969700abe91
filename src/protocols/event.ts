import type { AbiEvent } from '@subsquid/evm-abi'
import type { ContractKind } from '../facts/enums.generated'
import type { SourceLog } from './log'

// biome-ignore lint/suspicious/noExplicitAny: events of all shapes are in one table; each is decoded by its own type
export type AnyEvent = AbiEvent<any>

/** Arguments by name: addresses and bytes as lower-case 0x-hex, integers of up to 32 bits as number, others as bigint. */
export type Args = Record<string, unknown>

/** A log of a followed contract, decoded as far as possible. */
export interface DecodedLog {
  log: SourceLog
  /** Kind of the contract that emitted it. */
  kind: ContractKind
  /** Contract that it belongs to; null: none, or not linked yet. */
  parent: string | null
  /** Null: the topic is unknown. */
  event: AnyEvent | null
  /** Null: the data does not match the event. */
  args: Args | null
}

/** Event name without its parameters. */
export function eventName(event: AnyEvent): string {
  return event.signature.slice(0, event.signature.indexOf('('))
}
