import type { Client } from 'pg'
import type { ContractKind } from '../facts/enums.generated'
import type { RowRef } from '../ledger/rows'
import type { BlockRow } from '../ledger/rows.generated'
import type { BlockChanges, LedgerState } from '../ledger/state'
import { type ContractAnswer, readAnswers, writeAnswers } from './answers/contract-answers'
import { type Header, writeBlockHeaders } from './block-headers'
import type { Cursor, Identity } from './cursor'
import { genesisDigest, nextDigest } from './digest'
import { changeLines, type EncodedBlock, encodeBlock } from './encode-block'
import { encodeRow } from './encode-row'
import { Flush } from './flush'
import type { KeyFilter } from './key-filter'
import { currentRows, loadRows } from './load'
import type { OutboxRows } from './outbox/outbox'
import { closeRestakedPools } from './polls'

/** A block with its changes. */
export interface WrittenBlock {
  header: { number: number; hash: string; parentHash: string; timestamp: number }
  changes: BlockChanges
}

/** Operations of a batch inside its database transaction. */
export class WriteTransaction {
  constructor(
    private readonly client: Client,
    private readonly cursor: Cursor,
    private readonly identity: Identity,
    /** Keys that may be in the database, and those that are written; null: unknown. */
    private readonly keys: KeyFilter | null,
    /** Gets the changes of the blocks; null: they are not announced. */
    private readonly outbox: OutboxRows | null = null,
  ) {}

  /** Loads the current versions of rows into `state`. */
  load(state: LedgerState, refs: RowRef[]): Promise<void> {
    return loadRows(this.client, state, refs, this.keys)
  }

  /** All followed contracts, by address: their kinds, and the contracts that they belong to. */
  async contracts(): Promise<Map<string, { kind: ContractKind; parent: string | null }>> {
    const rows = await currentRows(this.client, 'contract', null)
    return new Map(
      [...rows].map(([address, { row }]) => [address, { kind: row.kind, parent: row.parent }]),
    )
  }

  /** What contracts answered that were found or linked in a block. */
  keptAnswers(contracts: readonly string[], block: number): Promise<ContractAnswer[]> {
    return readAnswers(this.client, contracts, block)
  }

  /** Keeps answers, with the block in which their contracts were found or linked. */
  keepAnswers(answers: readonly ContractAnswer[]): Promise<void> {
    return writeAnswers(this.client, answers)
  }

  /** Sets the last block of the batch, whether or not it has logs. */
  covered(header: { number: number; timestamp: number }): void {
    this.cursor.height = header.number
    this.cursor.timestamp = header.timestamp
  }

  /** Keeps headers of blocks without logs. */
  keep(headers: readonly Header[]): Promise<void> {
    for (const header of headers) this.outbox?.add(header, null)
    return writeBlockHeaders(this.client, headers)
  }

  /** Writes blocks with logs, in order, each with its digest. */
  async write(blocks: WrittenBlock[]): Promise<void> {
    const [first] = blocks
    if (!first) return
    const flush = new Flush(first.header.number)
    const left: string[] = []
    for (const { header, changes } of blocks) {
      this.outbox?.add(header, changes)
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
      this.addKeys(block)
      left.push(...deregistrations(block))
    }
    await flush.send(this.client)
    if (left.length > 0) await closeRestakedPools(this.client, left)
  }

  /** Writes the state before the first block, from which the first digest is computed. */
  async writeGenesis(changes: BlockChanges): Promise<void> {
    const { chainId, deployment } = this.identity
    const encoded = encodeBlock(changes)
    this.cursor.digest = genesisDigest(chainId, deployment, changeLines(encoded))
    const flush = new Flush(encoded.number)
    flush.add(encoded)
    this.addKeys(encoded)
    await flush.send(this.client)
  }

  private addKeys({ changes }: EncodedBlock): void {
    // A version that ended is not the first of its key.
    for (const { table, key, ended } of changes) if (!ended) this.keys?.add(table, key)
  }
}

/** Keys of the registrations that a block ended. */
function deregistrations({ changes }: EncodedBlock): string[] {
  return changes.flatMap(({ table, key, ended, began }) =>
    table === 'avsRegistration' && ended && !began ? [key] : [],
  )
}
