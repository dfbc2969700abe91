import type { BlockData } from '../../src/chain/types'
import { fingerprint } from '../../src/config/fingerprint'
import type { Network } from '../../src/config/networks'
import { genesisDigest, nextDigest } from '../../src/store/digest'
import { changeLines, encodeBlock } from '../../src/store/encode-block'
import { DryLedger } from './dry-ledger'

/** Digest of an index of exactly these blocks, computed in memory: nothing is stored, so nothing is rolled back. */
export async function cleanDigest(network: Network, blocks: BlockData[]): Promise<string> {
  const ledger = await DryLedger.beginning(network)
  await ledger.index(blocks)
  const headers = new Map(blocks.map(({ header }) => [header.number, header]))
  const first = genesisDigest(
    network.chainId,
    fingerprint(network),
    changeLines(encodeBlock(ledger.before)),
  )
  return ledger.blocks.reduce(
    (digest, changes) =>
      nextDigest(digest, headers.get(changes.block)!, changeLines(encodeBlock(changes))),
    first,
  )
}
