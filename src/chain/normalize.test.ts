import { describe, expect, test } from 'vitest'
import { MalformedAnswer, toLog } from './normalize'

const word = (byte: string) => `0x${byte.repeat(32)}`
const raw = {
  address: `0x${'ab'.repeat(20)}`,
  topics: [word('01'), word('02')],
  data: '0x',
  blockNumber: '0x10',
  blockHash: word('aa'),
  transactionHash: word('bb'),
  transactionIndex: '0x0',
  logIndex: '0x2',
}

describe('a log of a provider', () => {
  test('has parsed numbers and lower-case hex, whatever the previous log had', () => {
    const expected = { ...raw, blockNumber: 16, transactionIndex: 0, logIndex: 2 }
    const upper = Object.fromEntries(
      Object.entries(raw).map(([name, value]) => [
        name,
        typeof value === 'string' ? value.replace(/[a-f]/g, (digit) => digit.toUpperCase()) : value,
      ]),
    )
    const other = { ...raw, blockHash: word('cc'), transactionHash: word('dd') }
    for (const one of [upper, raw, raw, upper]) expect(toLog(one)).toEqual(expected)
    expect(toLog(other)).toEqual({
      ...expected,
      blockHash: word('cc'),
      transactionHash: word('dd'),
    })
    expect(toLog(raw)).toEqual(expected)
  })

  test.each(['address', 'data', 'blockHash', 'transactionHash', 'blockNumber'])(
    'is rejected if its %s is malformed, also after a valid one',
    (field) => {
      for (const value of ['', undefined, null, 7, '0xz', '0xabc', word('aa').slice(2)]) {
        // A number may have an odd number of digits.
        if (field === 'blockNumber' && value === '0xabc') continue
        expect(() => toLog({ ...raw, [field]: value })).toThrow(MalformedAnswer)
        expect(toLog(raw).blockHash).toBe(raw.blockHash)
      }
    },
  )

  test('is rejected without topics, or with a topic that is not hex', () => {
    for (const topics of [undefined, 'x', ['zz'], [raw.topics[0], '0x1']]) {
      expect(() => toLog({ ...raw, topics })).toThrow(MalformedAnswer)
    }
  })
})
