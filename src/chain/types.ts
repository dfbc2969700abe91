/** 0x-prefixed lower-case hex. */
export type Hex = string

/** The fields of a block header that are indexed. */
export interface BlockHeader {
  number: number
  hash: Hex
  parentHash: Hex
  /** Unix seconds. */
  timestamp: number
}

/** A log as `eth_getLogs` gives it, with numbers parsed and hex in lower case. */
export interface RawLog {
  address: Hex
  /** Up to four; none for an anonymous event. */
  topics: Hex[]
  data: Hex
  blockNumber: number
  blockHash: Hex
  transactionHash: Hex
  transactionIndex: number
  logIndex: number
}

/** A block with the requested logs, in log order. */
export interface BlockData {
  header: BlockHeader
  logs: RawLog[]
}
