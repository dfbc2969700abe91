import type { Client } from 'pg'
import type { BlockRow, RowRef } from '../ledger/rows'
import type { BlockChanges, LedgerState } from '../ledger/state'
import type { Cursor, Identity } from './cursor'
import { genesisDigest, nextDigest } from './digest'
import { changeLines, type EncodedBlock, encodeBlock } from './encode-block'
import { encodeRow } from './encode-row'
import { Flush } from './flush'
import type { KnownKeys } from './known-keys'
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
    private readonly identity: Identity,
    /** Keys that may be in the database, and those that are written now; null: not known. */
    private readonly known: KnownKeys | null,
  ) {}

  /** Loads the current versions of rows into `state`. */
  load(state: LedgerState, refs: RowRef[]): Promise<void> {
    return loadRows(this.client, state, refs, this.known)
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
    const [first] = blocks
    if (!first) return
    const flush = new Flush(first.header.number)
    for (const { header, changes } of blocks) {
      const block = encodeBlock(changes)
      this.cursor.digest = nextDigest(this.cursor.digest, header, changeLines(block))
      const row: BlockRow = {
        id: String(header.number),
        block: header.number,
        hash: header.hash,
        parentHash: header.parentHash,
        blockTime: header.timestamp,
        digest: this.cursor.digest,
      }
      flush.append('block', encodeRow('block', row))
      flush.add(block)
      this.noteKeys(block)
    }
    await flush.send(this.client)
  }

  /** Writes rows that hold before the first block, from which the digests begin. */
  async writeGenesis(changes: BlockChanges): Promise<void> {
    const { chainId, deployment } = this.identity
    const encoded = encodeBlock(changes)
    this.cursor.digest = genesisDigest(chainId, deployment, changeLines(encoded))
    const flush = new Flush(encoded.number)
    flush.add(encoded)
    this.noteKeys(encoded)
    await flush.send(this.client)
  }

  private noteKeys({ changes }: EncodedBlock): void {
    // A version that ended is not the first of its key.
    for (const { table, key, ended } of changes) if (!ended) this.known?.add(table, key)
  }
}
