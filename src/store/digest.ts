import { createHash } from 'node:crypto'
import type { BlockChanges } from '../ledger/state'

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
      return [table, key, ended?.id ?? null, began && { id: began.id, row: began.row }]
    }),
    appended: changes.appended,
  }
  return sha256(
    JSON.stringify(content, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
  )
}

function sha256(text: string): string {
  return `0x${createHash('sha256').update(text).digest('hex')}`
}
