import type { RawLog } from '../types'
import { bloomOf, isEmpty, sameBloom } from './bloom'
import { Contradiction } from './contradiction'
import type { SealedHeader } from './header'

/** Order of logs in a chain, also where a network numbers them by transaction. */
export function inLogOrder(a: RawLog, b: RawLog): number {
  return (
    a.blockNumber - b.blockNumber ||
    a.transactionIndex - b.transactionIndex ||
    a.logIndex - b.logIndex
  )
}

/** Place of a log in a chain. */
export function placeOf(log: RawLog): string {
  return `${log.blockNumber}/${log.transactionIndex}/${log.logIndex}`
}

/** Whether two logs are the same in everything that is stored. */
export function sameLog(a: RawLog, b: RawLog): boolean {
  return textOf(a) === textOf(b)
}

function textOf(log: RawLog): string {
  const { blockHash, transactionHash, address, topics, data } = log
  return `${placeOf(log)} ${blockHash} ${transactionHash} ${address} ${topics.join()} ${data}`
}

/**
 * Checks ordered logs that are said to be all of a block's: they name its hash, are numbered from 0
 * without gaps, and give its bloom.
 *
 * The numbers may start anew with each transaction: some networks have it so, and elsewhere such
 * logs can be those of the first transaction only, which the other numbering allows too.
 *
 * @throws Contradiction
 */
export function checkWholeBlock(header: SealedHeader, logs: readonly RawLog[]): void {
  checkBlockHash(header, logs)
  const gap = logs.findIndex((log, at) => log.logIndex !== at)
  if (gap >= 0 && !isNumberedByTransaction(logs)) {
    const [log] = logs.slice(gap)
    throw new Contradiction(
      'gap',
      `log ${log!.logIndex} of block ${header.number} is number ${gap}`,
    )
  }
  if (!hasBloom(header, logs) || sameBloom(bloomOf(logs), header.bloom)) return
  throw new Contradiction('bloom', `the logs of block ${header.number} do not give its bloom`)
}

function isNumberedByTransaction(logs: readonly RawLog[]): boolean {
  return logs.every((log, at) => {
    const before = logs[at - 1]
    const goesOn = before?.transactionIndex === log.transactionIndex
    return log.logIndex === (goesOn ? before.logIndex + 1 : 0)
  })
}

/** @throws Contradiction for a log of another block */
export function checkBlockHash(header: SealedHeader, logs: readonly RawLog[]): void {
  const stray = logs.find((log) => log.blockHash !== header.hash)
  if (!stray) return
  throw new Contradiction(
    'foreign',
    `log ${stray.blockNumber}/${stray.logIndex} names block hash ${stray.blockHash}, but the block is ${header.hash}`,
  )
}

/**
 * Whether the header's bloom says anything of these logs. Networks that fill in none leave it empty,
 * which is a contradiction where the hash vouches for it.
 */
export function hasBloom(
  header: SealedHeader,
  logs: readonly RawLog[],
): header is SealedHeader & { bloom: Uint8Array } {
  if (!header.bloom) return false
  return logs.length === 0 || !isEmpty(header.bloom) || header.hashCheck === 'right'
}

/**
 * Compares logs with those a block is known to have.
 *
 * @throws Contradiction
 */
export function checkSame(known: readonly RawLog[], answer: readonly RawLog[]): void {
  const open = new Map(answer.map((log) => [placeOf(log), log]))
  for (const log of known) {
    const found = open.get(placeOf(log))
    if (!found) {
      throw new Contradiction(
        'omitted',
        `log ${log.blockNumber}/${log.logIndex} of ${log.address} is missing`,
      )
    }
    if (!sameLog(found, log)) throw altered(found)
    open.delete(placeOf(log))
  }
  for (const log of open.values()) throw altered(log)
}

/** Whether all logs of an answer are among those of a block. */
export function contains(all: readonly RawLog[], answer: readonly RawLog[]): boolean {
  const texts = new Set(all.map(textOf))
  return answer.every((log) => texts.has(textOf(log)))
}

function altered(log: RawLog): Contradiction {
  return new Contradiction(
    'altered',
    `log ${log.blockNumber}/${log.logIndex} of ${log.address} is not in the block's receipts`,
  )
}

/** Blocks in which two ordered lists of logs differ, ascending. */
export function differingBlocks(a: readonly RawLog[], b: readonly RawLog[]): number[] {
  const texts = (logs: readonly RawLog[]) => {
    const byBlock = new Map<number, string>()
    for (const log of logs) {
      byBlock.set(log.blockNumber, `${byBlock.get(log.blockNumber) ?? ''}\n${textOf(log)}`)
    }
    return byBlock
  }
  const [left, right] = [texts(a), texts(b)]
  const numbers = new Set([...left.keys(), ...right.keys()])
  return [...numbers]
    .filter((number) => left.get(number) !== right.get(number))
    .sort((x, y) => x - y)
}

/** Logs of a block by its number. */
export function byBlock(logs: readonly RawLog[]): Map<number, RawLog[]> {
  const groups = new Map<number, RawLog[]>()
  for (const log of logs) {
    const group = groups.get(log.blockNumber)
    if (group) group.push(log)
    else groups.set(log.blockNumber, [log])
  }
  return groups
}
