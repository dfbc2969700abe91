import { readFileSync } from 'node:fs'
import { hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { MalformedAnswer } from '../normalize'
import { loadRecording } from '../recording/recording'
import { bloomOf, parseBloom } from './bloom'
import { toReceipts } from './receipts'
import { rlp } from './rlp'
import { orderedTrieRoot } from './trie'

const vectors = JSON.parse(readFileSync('test/vectors/ethereum-blocks.json', 'utf8'))
const text = (value: string) => new TextEncoder().encode(value)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('RLP', () => {
  it.each([
    ['dog', text('dog'), '83646f67'],
    ['cat and dog', [text('cat'), text('dog')], 'c88363617483646f67'],
    ['nothing', new Uint8Array(), '80'],
    ['no items', [], 'c0'],
    ['a small byte', Uint8Array.of(15), '0f'],
    ['a large byte', Uint8Array.of(0x80), '8180'],
    ['two bytes', hexToBytes('0400'), '820400'],
    ['three', [[], [[]], [[], [[]]]], 'c7c0c1c0c3c0c1c0'],
    [
      '56 letters',
      text('Lorem ipsum dolor sit amet, consectetur adipisicing elit'),
      `b838${hex(text('Lorem ipsum dolor sit amet, consectetur adipisicing elit'))}`,
    ],
  ])('encodes %s as the yellow paper and its tests', (_, item, encoded) => {
    expect(hex(rlp(item))).toBe(encoded)
  })
})

describe('root of receipts', () => {
  it('of none is the published root of an empty trie', () => {
    const empty = '56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'
    expect(hex(orderedTrieRoot([]))).toBe(empty)
    expect(toReceipts([])).toEqual({ root: `0x${empty}`, logs: [] })
  })

  it('of three types equals that of the published header, in any order', () => {
    const root = vectors.blocks.cancun.receiptsRoot
    expect(toReceipts(vectors.cancunReceipts).root).toBe(root)
    expect(toReceipts(vectors.cancunReceipts.toReversed()).root).toBe(root)
  })

  it('equals that of recorded headers: blocks of one transaction, with their logs and blooms', async () => {
    const recording = await loadRecording('fixtures/eigenlayer-a')
    let blocks = 0
    for (let number = 0; number <= recording.head; number++) {
      const block = recording.blockAt(number)!
      const header = JSON.parse(block.json)
      const logs = block.logs.map(({ json }) => JSON.parse(json))
      expect(bloomOf(block.logs)).toEqual(parseBloom(header.logsBloom))
      if (header.transactions.length !== 1 || logs.length === 0) continue
      // Recordings do not keep the type.
      const roots = ['0x0', '0x2'].map((type) => {
        const { gasUsed: cumulativeGasUsed, logsBloom } = header
        const receipt = { type, status: '0x1', cumulativeGasUsed, logsBloom, logs }
        return toReceipts([{ ...receipt, transactionIndex: '0x0' }]).root
      })
      expect(roots).toContain(header.receiptsRoot)
      blocks++
    }
    expect(blocks).toBeGreaterThan(900)
  })

  it('differs when a receipt is missing or different', () => {
    const right = vectors.cancunReceipts
    const { root } = toReceipts(right)
    for (let at = 0; at < right.length; at++) {
      expect(toReceipts(right.toSpliced(at, 1)).root).not.toBe(root)
      expect(toReceipts(right.with(at, { ...right[at], status: '0x0' })).root).not.toBe(root)
    }
  })

  it('is unknown for an unknown type, and malformed receipts are rejected', () => {
    const [receipt] = vectors.cancunReceipts
    expect(toReceipts([{ ...receipt, type: '0x7e' }]).root).toBeNull()
    for (const raw of [
      null,
      [null],
      [{ ...receipt, logsBloom: undefined }],
      [{ ...receipt, logs: {} }],
    ]) {
      expect(() => toReceipts(raw)).toThrow(MalformedAnswer)
    }
  })
})
