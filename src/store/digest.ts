import { createHash } from 'node:crypto'

/** What a digest says of a block beside its rows. Times are Unix seconds, hashes 0x-hex. */
export interface DigestHeader {
  number: number
  hash: string
  parentHash: string
  timestamp: number
}

/**
 * Digest before the first block: of the chain, the deployment that is indexed, and the rows that hold before it.
 * @param lines of `changeLines`
 */
export function genesisDigest(chainId: number, deployment: string, lines: string[]): string {
  return sha256([`linchpin ${chainId} ${deployment}`, ...lines.sort()])
}

/**
 * Digest of the database after a block: sha256 over the digest before, the block's header and the block's row changes.
 * Equal digests at a block mean equal rows up to that block, so two databases are compared by one value.
 *
 * The lines are sorted, because tables do not say in which order their rows were written: what is stored is enough to
 * compute every digest again (verify-digests.ts).
 * @param lines of `changeLines`
 */
export function nextDigest(previous: string, header: DigestHeader, lines: string[]): string {
  const { number, hash, parentHash, timestamp } = header
  return sha256([previous, `${number} ${hash} ${parentHash} ${timestamp}`, ...lines.sort()])
}

/** That a version of a row began, or that a row was written once. @param line of `encodeRow` */
export const rowLine = (table: string, line: string) => `${table}\t${line}`

/** That a version of a row ended. */
export const endLine = (table: string, versionId: string) => `${table}\tended\t${versionId}`

/** No line can hold a line feed as it is, so different changes give different text. */
function sha256(lines: readonly string[]): string {
  return `0x${createHash('sha256').update(lines.join('\n')).digest('hex')}`
}
