import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import type { BlockData, RawLog } from '../../src/chain/types'
import { readDeployment } from '../../src/config/deployment'
import type { KnownContract } from '../../src/config/networks'
import type { BlockChanges } from '../../src/ledger/state'
import { encoderOf } from '../../src/store/encode-row'
import { type Column, TABLES } from '../../src/store/tables'
import { blockOf } from '../support/chain/feed'
import { DryLedger } from '../support/dry-ledger'
import { FIXTURE } from '../support/recordings'

/** Blocks with logs per run, from anywhere in the recording: earlier state is unknown then. */
const BLOCKS = 300

let blocks: BlockData[]
let contracts: readonly KnownContract[]

beforeAll(async () => {
  const recording = await loadRecording(FIXTURE)
  const numbers = Array.from({ length: recording.head + 1 }, (_, number) => number)
  blocks = numbers.map((number) => blockOf(recording, number)).filter(({ logs }) => logs.length > 0)
  contracts = readDeployment(`${FIXTURE}/deployment.json`).contracts
})

const word = (value: bigint) => value.toString(16).padStart(64, '0')

/** Words at the limits of types and columns, offsets, and random ones. */
const words = fc
  .oneof(
    fc.constantFrom(0n, 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n),
    fc.constantFrom(2n ** 160n - 1n, 2n ** 255n, 2n ** 256n - 1n, 10n ** 18n, 32n, 64n),
    fc.bigInt(0n, 2n ** 256n - 1n),
  )
  .map(word)

/** Changes a log; `other` is any other log of the recording. */
type Damage = (log: RawLog, other: RawLog) => RawLog

/** Replaces the word at an index, modulo the number of words. */
function withWord(data: string, index: number, value: string): string {
  const count = Math.floor((data.length - 2) / 64)
  if (count === 0) return data
  const start = 2 + (index % count) * 64
  return data.slice(0, start) + value + data.slice(start + 64)
}

const damages = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constant<Damage>((log, { topics, data }) => ({ ...log, topics, data })),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(31), words).map(
      ([index, value]): Damage =>
        (log) => ({ ...log, data: withWord(log.data, index, value) }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(2), words).map(
      ([index, value]): Damage =>
        (log) => ({
          ...log,
          topics: log.topics.map((topic, i) => (i === index + 1 ? `0x${value}` : topic)),
        }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(3).map(
      (kept): Damage =>
        (log) => ({ ...log, topics: log.topics.slice(0, kept) }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(200).map(
      (length): Damage =>
        (log) => ({ ...log, data: log.data.slice(0, 2 + 2 * length) }),
    ),
  },
  {
    weight: 1,
    arbitrary: words.map(
      (value): Damage =>
        (log) => ({ ...log, data: log.data + value }),
    ),
  },
)

/** Whether Postgres accepts the value in the column. */
function fits(value: unknown, column: Column): boolean {
  if (value === null) return true
  const text = encoderOf(column)(value)
  switch (column.array ? 'text' : column.type) {
    case 'int4':
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31
    case 'numeric':
      return typeof value === 'bigint'
    case 'bytea':
      return /^\\\\x([0-9a-f]{2})*$/.test(text)
    case 'timestamp with time zone':
      return /^\d{4}-/.test(text)
    default:
      return !text.includes('\0') && !text.includes('\\u0000') && text.isWellFormed()
  }
}

/** Values that the database would reject. */
function rejected({ changes, appended }: BlockChanges): string[] {
  const versions = changes.flatMap(({ table, began }) => {
    return began ? [{ table, row: { ...began, ...began.row } as object }] : []
  })
  return [...versions, ...appended].flatMap(({ table, row }) => {
    const values = row as Record<string, unknown>
    const wrong = TABLES[table].columns.filter((column) => !fits(values[column.field], column))
    return wrong.map(({ field }) => `${table}.${field}: ${values[field]}`)
  })
}

test('damaged logs never stop indexing: each is stored, and every row fits its table', async () => {
  const hits = fc.array(fc.tuple(fc.nat(), fc.nat(), damages), { minLength: 1, maxLength: 250 })
  await fc.assert(
    fc.asyncProperty(fc.nat(blocks.length - BLOCKS), hits, async (start, hits) => {
      const damaged = blocks
        .slice(start, start + BLOCKS)
        .map((block) => ({ ...block, logs: [...block.logs] }))
      for (const [target, source, damage] of hits) {
        const other = blocks[source % blocks.length]!.logs[0]!
        const { logs } = damaged[target % BLOCKS]!
        const index = Math.floor(target / BLOCKS) % logs.length
        logs[index] = damage(logs[index]!, other)
      }
      const ledger = await DryLedger.of(contracts)
      for (let from = 0; from < damaged.length; from += 50) {
        await ledger.index(damaged.slice(from, from + 50))
      }
      const kept = new Set(
        ledger.appended('contractEvent').map(({ block, logIndex }) => `${block} ${logIndex}`),
      )
      const followed = new Set(contracts.map(({ address }) => address))
      const lost = damaged.flatMap(({ header, logs }) => {
        return logs.filter(
          ({ address, logIndex }) =>
            followed.has(address) && !kept.has(`${header.number} ${logIndex}`),
        )
      })
      expect(lost).toEqual([])
      expect(ledger.blocks.flatMap(rejected)).toEqual([])
    }),
    { numRuns: 60 },
  )
})
