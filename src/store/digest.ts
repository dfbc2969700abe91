import { createHash } from 'node:crypto'
import type { TableName } from '../ledger/rows'
import type { BlockChanges } from '../ledger/state'
import { TABLES } from './tables'

/** Digest before the first block: of the chain and the deployment that is indexed. */
export function genesisDigest(chainId: number, deployment: string): string {
  return sha256(`linchpin ${chainId} ${deployment}`)
}

/**
 * Digest of the database after a block: sha256 over the digest before, the block's hash and the block's row changes in
 * their order. Equal digests at a block mean equal rows up to that block, so two databases are compared by one value.
 */
export function nextDigest(previous: string, blockHash: string, changes: BlockChanges): string {
  const content = {
    previous,
    blockHash,
    block: changes.block,
    changes: changes.changes.map(({ table, key, ended, began }) => {
      return [table, key, ended?.id ?? null, began && [began.id, values(table, began.row)]]
    }),
    appended: changes.appended.map(({ table, row }) => [table, values(table, row)]),
  }
  return sha256(
    JSON.stringify(content, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
  )
}

/** Values in the order of the columns: fields of a row that was loaded stand in another order than of one that was made. */
function values(table: TableName, row: object): unknown[] {
  return TABLES[table].columns.map(({ field }) => (row as Record<string, unknown>)[field] ?? null)
}

function sha256(text: string): string {
  return `0x${createHash('sha256').update(text).digest('hex')}`
}
