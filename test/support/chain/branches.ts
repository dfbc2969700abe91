import { createHash } from 'node:crypto'
import type { ChainView } from '../../../src/chain/recording/chain-view'
import type { BlockData, RawLog } from '../../../src/chain/types'
import { blockOf } from './feed'

/** What the blocks of a branch hold, in terms of the blocks that they replace. */
export type Style =
  /** No logs. */
  | 'empty'
  /** The first log of the next block of the chain. */
  | 'single'
  /** All logs of the next block of the chain: what the first replaced block created is not created here. */
  | 'shifted'
  /** The same logs, in other transactions and with other log indexes. */
  | 'moved'

export const STYLES: readonly Style[] = ['shifted', 'moved', 'single', 'empty']

/** Blocks of the chain. */
export function straight(chain: ChainView, from: number, to: number): BlockData[] {
  return Array.from({ length: to - from + 1 }, (_, i) => blockOf(chain, from + i))
}

/** Blocks of another branch, on top of `base`, up to `to`. */
export function branch(
  chain: ChainView,
  base: { number: number; hash: string },
  to: number,
  style: Style,
): BlockData[] {
  const blocks: BlockData[] = []
  let parentHash = base.hash
  for (let number = base.number + 1; number <= to; number++) {
    const source = blockOf(chain, style === 'moved' ? number : number + 1)
    const hash = hashOf(`${style} ${number} ${parentHash}`)
    const header = { ...source.header, number, hash, parentHash }
    const logs = styled(source.logs, style).map((log) => {
      return { ...log, blockNumber: number, blockHash: hash }
    })
    blocks.push({ header, logs })
    parentHash = hash
  }
  return blocks
}

function styled(logs: RawLog[], style: Style): RawLog[] {
  switch (style) {
    case 'empty':
      return []
    case 'single':
      return logs.slice(0, 1).map((log) => ({ ...log, logIndex: 0, transactionIndex: 0 }))
    case 'shifted':
      return logs
    case 'moved':
      return logs.map((log) => ({
        ...log,
        logIndex: log.logIndex + 3,
        transactionIndex: log.transactionIndex + 1,
        transactionHash: hashOf(log.transactionHash),
      }))
  }
}

function hashOf(text: string): string {
  return `0x${createHash('sha256').update(text).digest('hex')}`
}
