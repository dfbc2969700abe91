import type { Client } from 'pg'
import type { BlockRow, RowRef } from '../ledger/rows'
import type { BlockChanges, LedgerState } from '../ledger/state'
import type { Cursor } from './cursor'
import { nextDigest } from './digest'
import { flush } from './flush'
import { currentRows, loadRows } from './load'

/** Header of a block whose changes are written. */
export interface WrittenBlock {
  header: { number: number; hash: string; parentHash: string; timestamp: number }
  changes: BlockChanges
}

/** What a batch may do inside its database transaction. */
export class WriteTransaction {
  constructor(
    private readonly client: Client,
    private readonly cursor: Cursor,
  ) {}

  /** Loads the current versions of rows into `state`. */
  load(state: LedgerState, refs: RowRef[]): Promise<void> {
    return loadRows(this.client, state, refs)
  }

  /** Kinds of all followed contracts, by address. */
  async contractKinds(): Promise<Map<string, string>> {
    const rows = await currentRows(this.client, 'contract', null)
    return new Map([...rows].map(([address, { row }]) => [address, row.kind]))
  }

  /** Notes the last block that the batch covers, whether or not it has logs. */
  covered(header: { number: number; timestamp: number }): void {
    this.cursor.height = header.number
    this.cursor.timestamp = header.timestamp
  }

  /** Writes what blocks with logs did, in their order, each with its digest. */
  async write(blocks: WrittenBlock[]): Promise<void> {
    for (const { header, changes } of blocks) {
      this.cursor.digest = nextDigest(this.cursor.digest, header.hash, changes)
      const row: BlockRow = {
        id: String(header.number),
        block: header.number,
        hash: header.hash,
        parentHash: header.parentHash,
        blockTime: header.timestamp,
        digest: this.cursor.digest,
      }
      changes.appended.push({ table: 'block', row })
    }
    await flush(
      this.client,
      blocks.map(({ changes }) => changes),
    )
  }

  /** Writes rows that hold before the first block. They are no block's, so they have no digest of their own. */
  async writeGenesis(changes: BlockChanges): Promise<void> {
    await flush(this.client, [changes])
  }
}
