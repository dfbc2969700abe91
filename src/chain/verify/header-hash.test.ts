import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { realLines, WITHOUT_REAL } from '../../../test/support/real'
import { loadRecording } from '../recording/recording'
import { checkHash, headerHash } from './header-hash'

const { blocks } = JSON.parse(readFileSync('test/vectors/ethereum-blocks.json', 'utf8')) as {
  blocks: Record<string, Record<string, unknown>>
}

describe('hash of a header', () => {
  it.each(Object.entries(blocks))('equals the published one: %s', (_, block) => {
    expect(headerHash(block)).toBe(block.hash)
    expect(checkHash(block)).toBe('right')
  })

  it('equals that of every recorded block, which are of the Prague fork', async () => {
    const recording = await loadRecording('fixtures/eigenlayer-a')
    for (let number = 0; number <= recording.head; number++) {
      const block = recording.blockAt(number)!
      expect(headerHash(JSON.parse(block.json))).toBe(block.hash)
    }
  })

  test.skipIf(WITHOUT_REAL)('equals that of collected mainnet blocks', () => {
    const collected = realLines<Record<string, unknown>>('mainnet/blocks.jsonl')
    expect(collected.map(headerHash)).toEqual(collected.map(({ hash }) => hash))
  })

  it('is wrong when any field differs', () => {
    const { cancun } = blocks
    for (const name of [
      'receiptsRoot',
      'logsBloom',
      'gasUsed',
      'parentBeaconBlockRoot',
      'baseFeePerGas',
    ]) {
      const value = String(cancun![name])
      const other = `${value.slice(0, -1)}${value.endsWith('1') ? '2' : '1'}`
      expect(checkHash({ ...cancun, [name]: other }), name).toBe('wrong')
    }
    expect(checkHash({ ...cancun, stateRoot: undefined })).toBe('wrong')
  })

  it('is unknown when a field of an unknown fork may be part of it', () => {
    const { cancun } = blocks
    const later = { ...cancun, hash: `0x${'1'.repeat(64)}`, slotNumber: '0x1' }
    expect(checkHash(later)).toBe('unknown')
    expect(checkHash({ ...cancun, slotNumber: '0x1' })).toBe('right')
  })
})
