import type { Hex } from '../types'

/** A recorded log: the fields that filters need, and its JSON as `eth_getLogs` returns it. */
export interface RecordedLog {
  address: Hex
  topics: readonly Hex[]
  json: string
}

/** A recorded block: the fields that lookups need, and its JSON as `eth_getBlockByNumber` returns it. */
export interface RecordedBlock {
  number: number
  hash: Hex
  parentHash: Hex
  json: string
  /** All logs of the block, in log order. */
  logs: readonly RecordedLog[]
}

/**
 * A chain that can be served. Blocks `first` to `head` exist, without gaps; which block is at a height may change between
 * calls (a reorganization).
 */
export interface ChainView {
  readonly chainId: number
  readonly first: number
  readonly head: number
  /** The block at this height, or undefined below `first` and above `head`. */
  blockAt(number: number): RecordedBlock | undefined
  /** The block with this lower-case hash, if the chain has it. */
  blockByHash(hash: Hex): RecordedBlock | undefined
}
