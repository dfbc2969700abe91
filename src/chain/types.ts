/** 0x-prefixed lower-case hex. */
export type Hex = string

/** What is kept of a block header. */
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

/** A block with those of its logs that were asked for, in log order. */
export interface BlockData {
  header: BlockHeader
  logs: RawLog[]
}
