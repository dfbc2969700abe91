import type { RawLog } from '../types'
import { bloomOf, isEmpty, sameBloom } from './bloom'
import { Contradiction } from './contradiction'
import type { SealedHeader } from './header'

/** Compares two logs by chain order, also where a network numbers them by transaction. */
export function inLogOrder(a: RawLog, b: RawLog): number {
  return (
    a.blockNumber - b.blockNumber ||
    a.transactionIndex - b.transactionIndex ||
    a.logIndex - b.logIndex
  )
}

/** Position of a log in the chain. */
export function positionOf(log: RawLog): string {
  return `${log.blockNumber}/${log.transactionIndex}/${log.logIndex}`
}

/** Whether two logs are equal in all fields that are stored. */
export function sameLog(a: RawLog, b: RawLog): boolean {
  return textOf(a) === textOf(b)
}

function textOf(log: RawLog): string {
  const { blockHash, transactionHash, address, topics, data } = log
  return `${positionOf(log)} ${blockHash} ${transactionHash} ${address} ${topics.join()} ${data}`
}

/**
 * Checks ordered logs that are claimed to be all logs of a block: they have its hash, are numbered from 0 without gaps, and
 * give its bloom.
 *
 * Numbers may restart with each transaction: some networks number so, and elsewhere such logs can only be those of the first
 * transaction, which both numberings allow.
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
      `log ${log!.logIndex} of block ${header.number} is at position ${gap}`,
    )
  }
  if (!hasBloom(header, logs) || sameBloom(bloomOf(logs), header.bloom)) return
  throw new Contradiction('bloom', `the logs of block ${header.number} do not give its bloom`)
}

function isNumberedByTransaction(logs: readonly RawLog[]): boolean {
  return logs.every((log, at) => {
    const before = logs[at - 1]
    const isSameTransaction = before?.transactionIndex === log.transactionIndex
    return log.logIndex === (isSameTransaction ? before.logIndex + 1 : 0)
  })
}

/** Checks that logs have the hash of their block. @throws Contradiction */
export function checkBlockHash(header: SealedHeader, logs: readonly RawLog[]): void {
  const foreign = logs.find((log) => log.blockHash !== header.hash)
  if (!foreign) return
  throw new Contradiction(
    'foreign',
    `log ${foreign.blockNumber}/${foreign.logIndex} has block hash ${foreign.blockHash}, but the block is ${header.hash}`,
  )
}

/**
 * Whether the header's bloom can be used to check these logs. Networks without blooms leave it empty; an empty bloom of a
 * block with logs is a contradiction where the header's hash confirms it.
 */
export function hasBloom(
  header: SealedHeader,
  logs: readonly RawLog[],
): header is SealedHeader & { bloom: Uint8Array } {
  if (!header.bloom) return false
  return logs.length === 0 || !isEmpty(header.bloom) || header.hashCheck === 'right'
}

/**
 * Compares an answer with the logs that a block is known to have.
 *
 * @throws Contradiction
 */
export function checkEqual(known: readonly RawLog[], answer: readonly RawLog[]): void {
  const open = new Map(answer.map((log) => [positionOf(log), log]))
  for (const log of known) {
    const found = open.get(positionOf(log))
    if (!found) {
      throw new Contradiction(
        'omitted',
        `log ${log.blockNumber}/${log.logIndex} of ${log.address} is missing`,
      )
    }
    if (!sameLog(found, log)) throw altered(found)
    open.delete(positionOf(log))
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

/** Numbers of the blocks in which two ordered lists of logs differ, ascending. */
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

/** Groups logs by block number. */
export function byBlock(logs: readonly RawLog[]): Map<number, RawLog[]> {
  const groups = new Map<number, RawLog[]>()
  for (const log of logs) {
    const group = groups.get(log.blockNumber)
    if (group) group.push(log)
    else groups.set(log.blockNumber, [log])
  }
  return groups
}
