import type { Client } from 'pg'
import { contractsBegun } from '../store/proof'

/** Contracts of the index, each with what it is and from when on it counts. */
export class FollowedContracts {
  readonly firstBlocks = new Map<string, number>()
  private readonly kinds = new Map<string, string>()
  /** Before what holds before block 0. */
  private upTo = -2

  /** Reads those that count up to a block. */
  async read(client: Client, upTo: number): Promise<void> {
    for (const { address, kind, fromBlock } of await contractsBegun(client, this.upTo, upTo)) {
      if (this.kinds.has(address)) continue
      this.kinds.set(address, kind)
      this.firstBlocks.set(address, fromBlock)
    }
    this.upTo = Math.max(this.upTo, upTo)
  }

  /** What a contract is that counts at a block; undefined for any other. */
  kindsAt(block: number): (address: string) => string | undefined {
    return (address) => {
      const from = this.firstBlocks.get(address)
      return from !== undefined && from <= block ? this.kinds.get(address) : undefined
    }
  }
}
