import { describe, expect, test } from 'vitest'
import { toLog } from '../../src/chain/normalize'
import { loadRecording } from '../../src/chain/recording/recording'
import type { RawLog } from '../../src/chain/types'
import { networkFromDeployment } from '../../src/config/deployment'
import type { ContractEvent } from '../../src/facts/contract-event'
import { decodeBlock, reveal } from '../../src/protocols/decode-block'
import { encodeLog } from '../../src/protocols/encode'
import { type Followed, isFound } from '../../src/protocols/log'
import { IS_LONG } from '../long.mjs'
import { recordings, shortRecordings } from '../support/recordings'

/** Logs of followed contracts, each with what is stored of it. */
async function storedLogs(dir: string): Promise<{ log: RawLog; stored: ContractEvent }[]> {
  const recording = await loadRecording(dir)
  const { contracts } = networkFromDeployment(recording.deployment)
  const known = new Map<string, Followed>(
    contracts.map(({ address, kind }) => [address, { kind, parent: null }]),
  )
  const numbers = Array.from(
    { length: recording.head - recording.first + 1 },
    (_, i) => recording.first + i,
  )
  return numbers.flatMap((number) => {
    const logs = recording.blockAt(number)!.logs.map(({ json }) => toLog(JSON.parse(json)))
    for (const log of logs) {
      const emitter = known.get(log.address)
      const revealed = emitter && reveal(emitter, log)
      if (revealed && isFound(revealed)) {
        known.set(revealed.address, { kind: revealed.kind, parent: null })
      }
    }
    const { events } = decodeBlock({ number, timestamp: 1 }, logs, (address) => known.get(address))
    return events.map((event) => ({
      // As Postgres returns it: jsonb does not keep the order of fields.
      stored: { ...event, arguments: shuffled(event.arguments) },
      log: logs.find(({ logIndex }) => logIndex === event.at.logIndex)!,
    }))
  })
}

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([name, field]) => [name, shuffled(field)])
  return Object.fromEntries(fields.reverse())
}

describe.each(IS_LONG ? recordings() : shortRecordings())('$name', ({ dir }) => {
  test('every stored log gives the bytes that the node returned', async () => {
    const all = await storedLogs(dir)
    expect(all.length).toBeGreaterThan(1_000)
    for (const { log, stored } of all) {
      const encoded = encodeLog(stored)
      expect(encoded, stored.signature ?? '').toMatchObject({ topics: log.topics, data: log.data })
    }
  })
})

describe('a stored event', () => {
  const at = {
    block: 1,
    timestamp: 1,
    transactionHash: '0x01',
    transactionIndex: 0,
    logIndex: 0,
  }
  const paused: ContractEvent = {
    at,
    address: `0x${'11'.repeat(20)}`,
    kind: 'STRATEGY_MANAGER',
    status: 'DECODED',
    name: 'Paused',
    signature: 'Paused(address,uint256)',
    arguments: { account: `0x${'22'.repeat(20)}`, newPausedStatus: '3' },
    topics: null,
    data: null,
  }

  test('is encoded, or raw as it was stored', () => {
    expect(encodeLog(paused)?.data).toBe(`0x${'3'.padStart(64, '0')}`)
    const raw = { ...paused, signature: null, arguments: null, topics: ['0x01'], data: '0x02' }
    expect(encodeLog(raw)).toMatchObject({ topics: ['0x01'], data: '0x02' })
  })

  test.each([
    ['an event that no ABI has', { signature: 'Paused(address,uint8)' }],
    ['a name that the ABI does not have', { arguments: { account: '0x22', status: '3' } }],
    ['too few arguments', { arguments: { newPausedStatus: '3' } }],
    ['a value of another type', { arguments: { account: 'nobody', newPausedStatus: '3' } }],
    ['no signature', { signature: null }],
    ['no arguments', { arguments: null }],
  ])('has no bytes with %s', (_, change) => {
    expect(encodeLog({ ...paused, ...change })).toBeNull()
  })
})
