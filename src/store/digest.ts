import { createHash } from 'node:crypto'
import type { EncodedBlock } from './encode-block'

/** Digest before the first block: of the chain and the deployment that is indexed. */
export function genesisDigest(chainId: number, deployment: string): string {
  return sha256(`linchpin ${chainId} ${deployment}`)
}

/**
 * Digest of the database after a block: sha256 over the digest before, the block's hash and the block's row changes in
 * their order, as they are written. Equal digests at a block mean equal rows up to that block, so two databases are
 * compared by one value.
 */
export function nextDigest(previous: string, blockHash: string, block: EncodedBlock): string {
  // No field can hold a tab or a line feed as it is, so different changes give different text.
  const parts = [previous, blockHash, String(block.number)]
  for (const { table, key, ended, began } of block.changes) {
    parts.push(table, key, ended?.id ?? '\\N', began?.line ?? '\\N')
  }
  for (const { table, line } of block.appended) parts.push(table, line)
  return sha256(parts.join('\n'))
}

function sha256(text: string): string {
  return `0x${createHash('sha256').update(text).digest('hex')}`
}
