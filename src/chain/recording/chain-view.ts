import type { Hex } from '../types'

/** A recorded log: what a filter needs, and the JSON text that `eth_getLogs` answers. */
export interface RecordedLog {
  address: Hex
  topics: readonly Hex[]
  json: string
}

/** A recorded block: what a lookup needs, and the JSON text that `eth_getBlockByNumber` answers. */
export interface RecordedBlock {
  number: number
  hash: Hex
  parentHash: Hex
  json: string
  /** All logs of the block, in log order. */
  logs: readonly RecordedLog[]
}

/**
 * A chain that can be served. Blocks `first` to `head` exist, without gaps; which block stands at
 * a height may change between calls (a reorganisation).
 */
export interface ChainView {
  readonly chainId: number
  readonly first: number
  readonly head: number
  /** The block at this height, or undefined below `first` and above `head`. */
  blockAt(number: number): RecordedBlock | undefined
  /** The block with this lower-case hash, if the chain holds it. */
  blockByHash(hash: Hex): RecordedBlock | undefined
}
