import type { Snapshot } from './snapshot'

/** The state that a file has, and the rules by which its rows were derived from logs. */
export interface Stamp {
  readonly chainId: number
  readonly network: string
  readonly block: number
  /** Null: the header of the block is not stored, because it has no log of an indexed contract. */
  readonly blockHash: string | null
  /** ISO 8601; null as `blockHash`. */
  readonly blockTime: string | null
  /** Whether the block is final, so that no reorganization replaces it. */
  readonly final: boolean
  /** Of the database at the block; null: before the first block with logs. */
  readonly digest: string | null
  readonly rules: number
}

/** The stamp of a snapshot, at its block or another one. */
export async function stampOf(snapshot: Snapshot, point = snapshot.point): Promise<Stamp> {
  const { chainId, network, rules } = snapshot.head
  const { number: block, hash: blockHash, timestamp, finalized: final } = point
  const blockTime = timestamp === null ? null : new Date(timestamp * 1000).toISOString()
  const digest = await snapshot.digestAt(point)
  return { chainId, network, block, blockHash, blockTime, final, digest, rules }
}

/** A stamp as metadata of a file: a key for each value that is known. @param from of the block since which it has what changed */
export function metadataOf(stamp: Stamp, from: Stamp | null): Record<string, string> {
  const since = from && {
    sinceBlock: from.block,
    sinceBlockHash: from.blockHash,
    sinceDigest: from.digest,
  }
  const known = Object.entries({ ...stamp, ...since }).filter(([, value]) => value !== null)
  return Object.fromEntries(known.map(([key, value]) => [`linchpin.${key}`, `${value}`]))
}

/** A stamp as headers of a response. @param from of the block since which it has what changed */
export function headersOf(
  { block, blockHash, blockTime, final, digest, rules }: Stamp,
  from: Stamp | null,
) {
  return {
    ...(from && { 'x-since-block-number': from.block }),
    ...(from?.blockHash && { 'x-since-block-hash': from.blockHash }),
    ...(from?.digest && { 'x-since-block-digest': from.digest }),
    'x-block-number': block,
    ...(blockHash !== null && { 'x-block-hash': blockHash }),
    ...(blockTime !== null && { 'x-block-time': blockTime }),
    'x-block-final': `${final}`,
    ...(digest !== null && { 'x-block-digest': digest }),
    'x-rules-version': rules,
  }
}
