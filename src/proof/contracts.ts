import type { Client } from 'pg'
import type { Followed, KindOf } from '../protocols/log'
import { readFollowedContracts } from '../store/followed-contracts'
import { LOWEST } from '../store/stored-changes'

/** Followed contracts of the index, each with its kind and first block. */
export class FollowedContracts {
  readonly firstBlocks = new Map<string, number>()
  private readonly contracts = new Map<string, Followed>()
  private upTo = LOWEST

  /** Reads contracts that are followed from a block up to `upTo` on. */
  async read(client: Client, upTo: number): Promise<void> {
    for (const { address, kind, fromBlock } of await readFollowedContracts(
      client,
      this.upTo,
      upTo,
    )) {
      if (this.contracts.has(address)) continue
      // What is stored of a log does not depend on whose contract it is.
      this.contracts.set(address, { kind, parent: null })
      this.firstBlocks.set(address, fromBlock)
    }
    this.upTo = Math.max(this.upTo, upTo)
  }

  /** The contracts that are followed at a block. */
  kindsAt(block: number): KindOf {
    return (address) => {
      const from = this.firstBlocks.get(address)
      return from !== undefined && from <= block ? this.contracts.get(address) : undefined
    }
  }
}
