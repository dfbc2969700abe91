import { createHash } from 'node:crypto'

/** Header of a block, as far as the digest covers it. Times are Unix seconds, hashes 0x-hex. */
export interface DigestHeader {
  number: number
  hash: string
  parentHash: string
  timestamp: number
}

/**
 * Digest before the first block: of the chain, the deployment, and the genesis rows.
 * @param lines of `changeLines`
 */
export function genesisDigest(chainId: number, deployment: string, lines: string[]): string {
  return sha256([`linchpin ${chainId} ${deployment}`, ...lines.sort()])
}

/**
 * Digest of the database after a block: sha256 over the digest before, the block's header and the block's row changes.
 * Equal digests at a block mean equal rows up to that block, so two databases are compared by one value.
 *
 * The lines are sorted, because tables do not keep the order in which rows were written. So every digest can be computed
 * again from what is stored (verify-digests.ts).
 * @param lines of `changeLines`
 */
export function nextDigest(previous: string, header: DigestHeader, lines: string[]): string {
  const { number, hash, parentHash, timestamp } = header
  return sha256([previous, `${number} ${hash} ${parentHash} ${timestamp}`, ...lines.sort()])
}

/** Line for a version that ended. A version that began, and a row that is written once, are the line of `encodeRow`. */
export const endLine = (table: string, versionId: string) => `${table}\tended\t${versionId}`

/** Buffer for the lines of a block, reused from block to block. */
let text = Buffer.allocUnsafe(1 << 18)

/** No line contains a line feed (COPY escapes it), so different changes give different text. */
function sha256(lines: readonly string[]): string {
  let size = 0
  for (const line of lines) {
    // A UTF-16 code unit takes at most three bytes.
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
