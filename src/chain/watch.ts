import type { Hex, RawLog } from './types'

/** Finds the contracts that a log reveals; lower-case addresses. */
export type Discover = (log: RawLog) => Hex[]

/**
 * The contracts whose logs are followed, each from a first block on. It only grows.
 *
 * The first block is kept so that a range gives the same logs whenever it is read: a contract is followed from the block
 * that revealed it, not from the moment at which that block was read.
 */
export class WatchSet {
  private readonly firstBlocks = new Map<Hex, number>()

  /** Starts with contracts known beforehand, followed from block 0. */
  constructor(known: Iterable<Hex> = []) {
    for (const address of known) this.add(address, 0)
  }

  /** Follows a contract from `firstBlock` on; an earlier block replaces the known one. */
  add(address: Hex, firstBlock: number): void {
    const key = address.toLowerCase()
    if (firstBlock < this.firstBlock(key)) this.firstBlocks.set(key, firstBlock)
  }

  /** First block from which a contract is followed; infinity if it is not. */
  firstBlock(address: Hex): number {
    return this.firstBlocks.get(address) ?? Number.POSITIVE_INFINITY
  }

  /** Contracts followed at `block`. */
  followedAt(block: number): Hex[] {
    const found: Hex[] = []
    for (const [address, first] of this.firstBlocks) if (first <= block) found.push(address)
    return found
  }

  get size(): number {
    return this.firstBlocks.size
  }
}
