import { beforeAll, describe, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { useRecordedApi } from '../support/api/recorded-api'
import { FIXTURE } from '../support/recordings'

interface Time {
  number: number
  hash: string | null
  timestamp: number | null
  timestampAtLeast: number | null
  timestampAtMost: number | null
  nullReason: string | null
}

const BOUNDS = 'timestamp timestampAtLeast timestampAtMost'
const BLOCK = `number hash ${BOUNDS} nullReason`

let recording: Recording

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
})

const header = (number: number) => JSON.parse(recording.blockAt(number)!.json)
const trueTime = (number: number) => Number(header(number).timestamp)

/** A header that is stored is that of the chain; the bounds of another contain its time. */
function expectTrue({ number, hash, timestamp, nullReason, ...bounds }: Time): void {
  const [time, { timestampAtLeast, timestampAtMost }] = [trueTime(number), bounds]
  if (timestamp === null) {
    expect([number, hash, nullReason]).toEqual([number, null, 'HEADER_NOT_STORED'])
    expect(timestampAtLeast).not.toBeNull()
    expect(timestampAtLeast).toBeLessThanOrEqual(time)
    expect(timestampAtMost).toBeGreaterThanOrEqual(time)
  } else {
    expect([number, hash, nullReason]).toEqual([number, header(number).hash, null])
    expect([timestampAtLeast, timestamp, timestampAtMost]).toEqual([time, time, time])
  }
}

describe('the time of any block of a history', () => {
  const api = useRecordedApi('blocktimes', FIXTURE)

  async function timesOf(numbers: readonly number[]): Promise<Time[]> {
    const found: Time[] = []
    for (const number of numbers) {
      const { _meta } = await api.ask(
        `{ _meta(block: {number: ${number}}) { block { ${BLOCK} } } }`,
      )
      found.push(_meta.block)
    }
    return found
  }

  async function pointsOf(from: number, to: number, every: number): Promise<Time[]> {
    const { series } = await api.ask(
      `{ series(metric: MEMBERS, from: ${from}, to: ${to}, every: ${every}) {
        number: block ${BOUNDS} nullReason: timestampNullReason } }`,
    )
    return series
  }

  /** A point has no hash. */
  const expectTruePoint = (point: Time) =>
    expectTrue({ ...point, hash: point.timestamp === null ? null : header(point.number).hash })

  test('is exact for 200 blocks, with logs and without', async () => {
    const numbers = Array.from({ length: 200 }, (_, index) => 25 * (index + 1))
    const times = await timesOf(numbers)
    for (const time of times) expectTrue(time)
    // Of a recording every header is stored.
    expect(times.map(({ timestamp }) => timestamp)).toEqual(numbers.map(trueTime))
  })

  test('has bounds in which it lies, for every block', async () => {
    for (let from = 1; from <= recording.head; from += 500) {
      const points = await pointsOf(from, Math.min(from + 499, recording.head), 1)
      for (const point of points) expectTruePoint(point)
    }
  })

  test('is in the answer of a metric, exact or with bounds', async () => {
    for (const number of [1500, 1501, 1502, 1503, recording.head]) {
      const { concentration } = await api.ask(
        `{ concentration(of: OPERATORS, block: {number: ${number}}) { meta { block { ${BLOCK} } } } }`,
      )
      expectTrue(concentration.meta.block)
    }
  })

  test.each([37, 500])('is at each point of a series, every %d blocks', async (every) => {
    const points = await pointsOf(recording.head - 9 * every, recording.head, every)
    expect(points).toHaveLength(10)
    for (const point of points) expectTruePoint(point)
  })

  test('names the block of a time: the last one whose header is stored at or before it', async () => {
    for (const number of [700, 1500, 1501, 2222, 4999]) {
      const { _meta } = await api.ask(
        `{ _meta(block: {timestamp: ${trueTime(number)}}) { block { ${BLOCK} } } }`,
      )
      const { block } = _meta
      expectTrue(block)
      expect(block.timestamp).not.toBeNull()
      expect(block.number).toBeLessThanOrEqual(number)
      const after = Array.from({ length: number - block.number }, (_, i) => block.number + 1 + i)
      for (const { timestamp } of await timesOf(after)) expect(timestamp).toBeNull()
    }
  })
})
