import { Contradiction } from './contradiction'
import type { SealedHeader } from './header'

/** Reference to a block. */
export interface BlockRef {
  number: number
  hash: string
}

/**
 * Checks that consecutive headers are linked by parent hash, the block before them included.
 *
 * @throws Contradiction
 */
export function checkLinks(headers: readonly SealedHeader[], before?: BlockRef): void {
  let parent = before
  for (const header of headers) {
    if (parent && header.number === parent.number + 1 && header.parentHash !== parent.hash) {
      throw new Contradiction(
        'parent',
        `block ${header.number} has parent ${header.parentHash}, but block ${parent.number} is ${parent.hash}`,
      )
    }
    parent = header
  }
}

/**
 * Checks that headers hash to their hashes. Only for networks that hash headers as Ethereum does: elsewhere none would
 * pass.
 *
 * @throws Contradiction
 */
export function checkHashes(headers: readonly SealedHeader[]): void {
  const forged = headers.find((header) => header.hashCheck === 'wrong')
  if (!forged) return
  throw new Contradiction(
    'header',
    `the fields of block ${forged.number} do not hash to ${forged.hash}`,
  )
}
