import { Contradiction } from './contradiction'
import type { SealedHeader } from './header'

/** A block by which the next one is checked. */
export interface BlockRef {
  number: number
  hash: string
}

/**
 * Checks that neighbours among ascending headers name each other, the block before them included.
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
 * Checks that headers are what their hashes say. Only where hashes are made as on Ethereum: elsewhere
 * none would pass.
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
