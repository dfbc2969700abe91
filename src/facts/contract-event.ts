import type { ContractKind, DecodeStatus } from './enums.generated'
import type { LogPosition } from './log-position'

/** A log of a followed contract, decoded, or raw if it could not be decoded. */
export interface ContractEvent {
  at: LogPosition
  /** Contract that emitted it. */
  address: string
  kind: ContractKind
  status: DecodeStatus
  /** Event name; null if not decoded, like `signature` and `arguments`. */
  name: string | null
  /** Signature, because several events can have one name. */
  signature: string | null
  /** JSON value: arguments by name, integers as decimal text, bytes as 0x-hex. */
  arguments: unknown
  /** Topics as emitted; null if decoded, like `data`. */
  topics: string[] | null
  data: string | null
}
