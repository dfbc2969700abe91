import { toHeader } from '../normalize'
import type { BlockHeader, Hex } from '../types'
import { type Bloom, parseBloom } from './bloom'
import { checkHash, type HashCheck } from './header-hash'

/** A header with what it commits to of the block's logs. */
export interface SealedHeader extends BlockHeader {
  readonly hashCheck: HashCheck
  /** Null where the network has no blooms. */
  bloom: Bloom | null
  /** Null where the header's hash does not confirm it. */
  readonly receiptsRoot: Hex | null
}

/** `eth_getBlockByNumber` answer -> header. Throws MalformedAnswer, also for null. */
export function toSealedHeader(raw: unknown): SealedHeader {
  const header = toHeader(raw)
  const block = raw as Record<string, unknown>
  let check: HashCheck | null = null
  // Hashing costs more than all other checks of a header, so it waits until something needs it.
  const hashCheck = () => {
    check ??= checkHash(block)
    return check
  }
  return {
    ...header,
    bloom: parseBloom(block.logsBloom),
    get hashCheck() {
      return hashCheck()
    },
    get receiptsRoot() {
      return hashCheck() === 'right' ? String(block.receiptsRoot).toLowerCase() : null
    },
  }
}

/** The fields that are indexed. */
export function plainHeader({ number, hash, parentHash, timestamp }: SealedHeader): BlockHeader {
  return { number, hash, parentHash, timestamp }
}
