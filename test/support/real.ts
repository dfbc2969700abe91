import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BlockData } from '../../src/chain/types'

/** Folder with logs of public chains; undefined if the environment names none. */
const REAL = process.env.LINCHPIN_TEST_REAL
/** Why its tests are skipped; null: they run. */
export const WITHOUT_REAL = !REAL
  ? 'LINCHPIN_TEST_REAL is not set'
  : existsSync(REAL)
    ? null
    : `LINCHPIN_TEST_REAL names no folder: ${REAL}`

/** A log as in JSON-RPC, with a note of the collection. */
export interface RealLog {
  address: string
  topics: string[]
  data: string
  blockNumber: string
  blockHash?: string
  blockTimestamp?: string
  transactionHash: string
  transactionIndex?: string
  logIndex: string
  /** Signature of its event, if the collection has it; with the prefix `eigenlayer:` for the protocol. */
  _event: string | null
}

/** Lines of one file of the folder. */
export function realLines<T = RealLog>(file: string): T[] {
  const text = readFileSync(join(REAL!, file), 'utf8').trim()
  return text.split('\n').map((line) => JSON.parse(line))
}

/** One JSON file of the folder. */
export function realJson<T>(file: string): T {
  return JSON.parse(readFileSync(join(REAL!, file), 'utf8'))
}

/**
 * The logs as blocks in chain order. A missing index of a transaction is filled in with that of its first log, a missing
 * time with zero.
 */
export function realBlocks(logs: RealLog[], times = new Map<number, number>()): BlockData[] {
  const blocks = new Map<number, BlockData>()
  const indexOf = new Map<string, number>()
  const inOrder = logs
    .map((log) => ({ ...log, block: Number(log.blockNumber), index: Number(log.logIndex) }))
    .sort((a, b) => a.block - b.block || a.index - b.index)
  for (const log of inOrder) {
    const { block: number, index: logIndex, transactionHash } = log
    if (!indexOf.has(transactionHash)) {
      indexOf.set(transactionHash, log.transactionIndex ? Number(log.transactionIndex) : logIndex)
    }
    if (!blocks.has(number)) {
      const hash = log.blockHash ?? '0x'
      const timestamp = Number(log.blockTimestamp ?? times.get(number) ?? 0)
      blocks.set(number, { header: { number, hash, parentHash: '0x', timestamp }, logs: [] })
    }
    blocks.get(number)!.logs.push({
      address: log.address.toLowerCase(),
      topics: log.topics,
      data: log.data,
      blockNumber: number,
      blockHash: log.blockHash ?? '0x',
      transactionHash,
      transactionIndex: indexOf.get(transactionHash)!,
      logIndex,
    })
  }
  return [...blocks.values()]
}
