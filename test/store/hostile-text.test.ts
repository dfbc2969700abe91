import { afterAll, beforeAll, expect, test } from 'vitest'
import { events as am } from '../../src/abi/AllocationManager'
import { events as directory } from '../../src/abi/AVSDirectory'
import { events as dm } from '../../src/abi/DelegationManager'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import type { BlockData, RawLog } from '../../src/chain/types'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { verifyDigests } from '../../src/store/checks/verify-digests'
import { straight } from '../support/chain/branches'
import { blockOf } from '../support/chain/feed'
import { HotIndex } from '../support/chain/hot-index'
import { FIXTURE } from '../support/recordings'

const bytes = (text: string) => Buffer.from(text)
/** Texts that an attacker may write to the chain, and what is stored. */
const TEXTS: readonly [name: string, written: Buffer, stored: string | RegExp][] = [
  ['nothing', bytes(''), ''],
  ['U+0000', bytes('a\0b\0'), 'ab'],
  ['only U+0000', bytes('\0\0\0'), ''],
  ['half a surrogate pair', Buffer.from([0x61, 0xed, 0xa0, 0x80, 0x62]), /^a\ufffd+b$/],
  ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0xc0, 0x80]), /^\ufffd+$/],
  ['a truncated character', Buffer.from([0xf0, 0x9f, 0x98]), /^\ufffd+$/],
  ['null in the format of COPY', bytes('\\N'), '\\N'],
  ['the end marker of COPY', bytes('\n\\.\n'), '\n\\.\n'],
  ['tabs and line feeds', bytes('a\tb\r\nc\vd'), 'a\tb\r\nc\vd'],
  ['backslashes and quotes', bytes(`\\\\"'\\u0000\\x00{}`), `\\\\"'\\u0000\\x00{}`],
  ['SQL', bytes(`'); DROP TABLE operator; --`), `'); DROP TABLE operator; --`],
  ['control characters', bytes('\u0001\u001b[31m\u007f\u0085'), '\u0001\u001b[31m\u007f\u0085'],
  ['right-to-left text', bytes('\u202eabc\u2066'), '\u202eabc\u2066'],
  ['characters outside the basic plane', bytes('😀\u{10ffff}'), '😀\u{10ffff}'],
  ['a million characters', bytes('x'.repeat(1_000_000)), 'x'.repeat(1_000_000)],
]

const word = (value: number) => value.toString(16).padStart(64, '0')

/** Replaces the text of ABI-encoded data, which must be the last argument. @param head word with the offset of the text */
function withText(data: string, head: number, text: Buffer): string {
  const offset = Number(`0x${data.slice(2 + 64 * head, 66 + 64 * head)}`)
  const padded = text.toString('hex').padEnd(Math.ceil(text.length / 32) * 64, '0')
  return data.slice(0, 2 + 2 * offset) + word(text.length) + padded
}

/** Events whose text has a column, and the word of the data with the offset of the text. */
const EVENTS = [
  { event: dm.OperatorMetadataURIUpdated, head: 0, column: 'operator.metadata_uri' },
  { event: directory.AVSMetadataURIUpdated, head: 0, column: 'avs.metadata_uri' },
  { event: am.AVSMetadataURIUpdated, head: 0, column: 'avs.metadata_uri' },
  { event: am.OperatorSlashed, head: 5, column: 'slashing.description' },
]

let recording: Recording
let network: Network
let index: HotIndex
/** Text and column by block. */
const written = new Map<number, { text: number; column: string }>()

/** Every event with every text, one per block. */
function hostileBlocks(): BlockData[] {
  const all = straight(recording, 1, recording.head).flatMap(({ logs }) => logs)
  return EVENTS.flatMap(({ event, head, column }) => {
    const log = all.find(({ topics }) => topics[0] === event.topic)
    if (!log) return []
    return TEXTS.map(([, text], nth): BlockData => {
      const { header } = blockOf(recording, written.size + 1)
      const at = { blockNumber: header.number, blockHash: header.hash }
      written.set(header.number, { text: nth, column })
      const hostile: RawLog = { ...log, ...at, data: withText(log.data, head, text) }
      return { header, logs: [hostile] }
    })
  })
}

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
  index = await HotIndex.create(network)
  await index.feed.final(hostileBlocks())
})

afterAll(async () => {
  await index.drop()
})

function expectText(found: string, nth: number): void {
  const [name, , stored] = TEXTS[nth]!
  if (typeof stored === 'string') expect(found === stored, name).toBe(true)
  else expect(found, name).toMatch(stored)
}

test('any text of the chain is stored in its column, without what Postgres rejects', async () => {
  const columns = new Set([...written.values()].map(({ column }) => column))
  expect([...columns]).toEqual([
    'operator.metadata_uri',
    'avs.metadata_uri',
    'slashing.description',
  ])
  let compared = 0
  for (const column of columns) {
    const [table, name] = column.split('.') as [string, string]
    const block = table === 'slashing' ? 'block' : 'from_block'
    const { rows } = await index.client.query(
      `SELECT ${block} AS block, ${name} AS text FROM ${table} WHERE ${name} IS NOT NULL`,
    )
    for (const row of rows) {
      expect(written.get(row.block)!.column).toBe(column)
      expectText(row.text, written.get(row.block)!.text)
      compared++
    }
  }
  expect(compared).toBe(written.size)
})

test('and in the arguments of its event', async () => {
  const { rows } = await index.client.query('SELECT block, status, arguments FROM contract_event')
  expect(rows).toHaveLength(written.size)
  for (const row of rows) {
    expect(row.status).toBe('DECODED')
    const { metadataURI, description } = row.arguments
    expectText(metadataURI ?? description, written.get(row.block)!.text)
  }
})

test('rows are read as they were written: they match the digests', async () => {
  expect(await verifyDigests(index.client)).toMatchObject({ blocks: written.size, mismatch: null })
})
