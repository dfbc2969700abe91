import type { Client } from 'pg'
import type { ContractKind } from '../facts/enums.generated'
import type { KindOf } from '../protocols/eigenlayer'
import { readFollowedContracts } from '../store/followed-contracts'
import { LOWEST } from '../store/stored-changes'

/** Followed contracts of the index, each with its kind and first block. */
export class FollowedContracts {
  readonly firstBlocks = new Map<string, number>()
  private readonly kinds = new Map<string, ContractKind>()
  private upTo = LOWEST

  /** Reads contracts that are followed from a block up to `upTo` on. */
  async read(client: Client, upTo: number): Promise<void> {
    for (const { address, kind, fromBlock } of await readFollowedContracts(
      client,
      this.upTo,
      upTo,
    )) {
      if (this.kinds.has(address)) continue
      this.kinds.set(address, kind)
      this.firstBlocks.set(address, fromBlock)
    }
    this.upTo = Math.max(this.upTo, upTo)
  }

  /** Kind of a contract that is followed at a block. */
  kindsAt(block: number): KindOf {
    return (address) => {
      const from = this.firstBlocks.get(address)
      return from !== undefined && from <= block ? this.kinds.get(address) : undefined
    }
  }
}
