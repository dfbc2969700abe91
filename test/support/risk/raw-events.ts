import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { logsOf, type RecordedLog } from '../recordings'

/** A recorded log, cut into words by hand: no decoder and no ABI is behind it. */
export interface RawEvent {
  block: number
  /** Index of the transaction in its block. */
  transaction: number
  /** Index of the log in its block. */
  log: number
  /** Indexed arguments, then words of the data, as 64 hex digits. */
  words: string[]
}

/** Contract, signature and topic of every event. */
const TOPICS: [string, string, string][] = JSON.parse(
  readFileSync(join(__dirname, '../../facts/eigenlayer-topics.json'), 'utf8'),
)

/** Recorded logs of an event, in order. */
export function rawEvents(dir: string, contract: string, name: string): RawEvent[] {
  const topic = TOPICS.find(
    ([of, signature]) => of === contract && signature.startsWith(`${name}(`),
  )
  if (!topic) throw new Error(`No topic of ${contract}.${name}`)
  // A recorded log has all that eth_getLogs gives.
  const logs = logsOf(dir, topic[2]) as (RecordedLog & {
    transactionIndex: string
    logIndex: string
  })[]
  return logs.map(({ blockNumber, transactionIndex, logIndex, topics, data }) => ({
    block: Number(blockNumber),
    transaction: Number(transactionIndex),
    log: Number(logIndex),
    words: [
      ...topics.slice(1).map((one) => one.slice(2)),
      ...(data.slice(2).match(/.{64}/g) ?? []),
    ],
  }))
}

export const addressOf = (word: string) => `0x${word.slice(24)}`
export const amountOf = (word: string) => BigInt(`0x${word}`)
/** `<avs>/<set id>` of the two words of an operator set. */
export const setOf = (avs: string, id: string) => `${addressOf(avs)}/${amountOf(id)}`
