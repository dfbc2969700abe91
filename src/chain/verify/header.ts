import { toHeader } from '../normalize'
import type { BlockHeader, Hex } from '../types'
import { type Bloom, parseBloom } from './bloom'
import { checkHash, type HashCheck } from './header-hash'

/** A header with what it says of the block's logs. */
export interface SealedHeader extends BlockHeader {
  hashCheck: HashCheck
  /** Null where the network has none. */
  bloom: Bloom | null
  /** Null where the header's hash does not vouch for it. */
  receiptsRoot: Hex | null
}

/** `eth_getBlockByNumber` answer -> header. Throws MalformedAnswer, also for null. */
export function toSealedHeader(raw: unknown): SealedHeader {
  const header = toHeader(raw)
  const block = raw as Record<string, unknown>
  const hashCheck = checkHash(block)
  return {
    ...header,
    hashCheck,
    bloom: parseBloom(block.logsBloom),
    receiptsRoot: hashCheck === 'right' ? String(block.receiptsRoot).toLowerCase() : null,
  }
}

/** What the rest of the indexer keeps of it. */
export function plainHeader({ number, hash, parentHash, timestamp }: SealedHeader): BlockHeader {
  return { number, hash, parentHash, timestamp }
}
