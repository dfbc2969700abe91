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

/** That a version of a row ended; that one began, or that a row was written once, is the line of `encodeRow`. */
export const endLine = (table: string, versionId: string) => `${table}\tended\t${versionId}`

/** Where the text of a block is put together, so that each block's need not be made and thrown away. */
let text = Buffer.allocUnsafe(1 << 18)

/** No line can hold a line feed as it is, so different changes give different text. */
function sha256(lines: readonly string[]): string {
  let size = 0
  for (const line of lines) {
    // A character takes three bytes at most.
    const needed = size + 1 + 3 * line.length
    if (needed > text.length) {
      const larger = Buffer.allocUnsafe(2 * needed)
      text.copy(larger, 0, 0, size)
      text = larger
    }
    if (size > 0) text[size++] = LINE_FEED
    size += text.write(line, size)
  }
  return `0x${createHash('sha256').update(text.subarray(0, size)).digest('hex')}`
}

const LINE_FEED = 0x0a
