import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { events as dm } from '../abi/DelegationManager'
import { events as releases } from '../abi/ReleaseManager'
import { decode, toJson } from './decode'
import { decodeBlock } from './decode-block'

const word = (hex: string) => hex.replace(/^0x/, '').padStart(64, '0')
const OPERATOR = `0x${'ab'.repeat(20)}`
const STAKER = `0x${'cd'.repeat(20)}`

function log(topics: string[], data: string) {
  const transactionHash = `0x${'01'.repeat(32)}`
  return {
    address: `0x${'ee'.repeat(20)}`,
    topics,
    data,
    transactionHash,
    transactionIndex: 0,
    logIndex: 3,
  }
}

const shares = (data: string) =>
  decode(
    { kind: 'DELEGATION_MANAGER', parent: null },
    log([dm.OperatorSharesIncreased.topic, `0x${word(OPERATOR)}`], data),
  )
const fitting = word(STAKER) + word(OPERATOR) + 'f'.repeat(64)

describe('decode', () => {
  test('decodes 2^256 - 1 exactly', () => {
    expect(shares(`0x${fitting}`).args).toEqual({
      operator: OPERATOR,
      staker: STAKER,
      strategy: OPERATOR,
      shares: 2n ** 256n - 1n,
    })
  })

  test.each([
    ['cut data', `0x${fitting.slice(0, -2)}`],
    ['data with an extra word', `0x${fitting}${word('0x1')}`],
    ['no data', '0x'],
    ['an address with dirty high bits', `0x${'f'.repeat(64)}${word(OPERATOR)}${word('0x1')}`],
  ])('has the event and no arguments for %s', (_, data) => {
    expect(shares(data)).toMatchObject({
      event: { topic: dm.OperatorSharesIncreased.topic },
      args: null,
    })
  })

  test('a log without topics, or with an unknown topic, has no event', () => {
    expect(decode({ kind: 'STRATEGY', parent: null }, log([], '0x')).event).toBeNull()
    expect(
      decode({ kind: 'STRATEGY', parent: null }, log([`0x${'9'.repeat(64)}`], '0x')).event,
    ).toBeNull()
  })

  test('an indexed struct is the hash in the log', () => {
    const hash = `0x${'5a'.repeat(32)}`
    const uri = `${word('0x20')}${word('0x2')}${'6869'.padEnd(64, '0')}`
    const decoded = decode(
      { kind: 'RELEASE_MANAGER', parent: null },
      log([releases.MetadataURIPublished.topic, hash], `0x${uri}`),
    )
    expect(decoded.args).toEqual({ operatorSet: hash, metadataURI: 'hi' })
  })

  test('U+0000, which Postgres rejects, is removed from text', () => {
    const text = `${word('0x20')}${word('0x3')}${'610062'.padEnd(64, '0')}`
    const topics = [dm.OperatorMetadataURIUpdated.topic, `0x${word(OPERATOR)}`]
    const decoded = decode({ kind: 'DELEGATION_MANAGER', parent: null }, log(topics, `0x${text}`))
    expect(decoded.args).toMatchObject({ metadataURI: 'ab' })
  })

  test('integers become decimal text in JSON', () => {
    expect(toJson({ id: 7, wad: [10n ** 30n] })).toEqual({ id: '7', wad: [`1${'0'.repeat(30)}`] })
  })
})

test('no bytes of a log of a known contract ever throw, and every log is kept', () => {
  const topics = Object.values(dm).map((event) => event.topic)
  const hex = fc.uint8Array({ maxLength: 400 }).map((b) => `0x${Buffer.from(b).toString('hex')}`)
  const bytes32 = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((b) => `0x${Buffer.from(b).toString('hex')}`)
  const anyLog = fc.tuple(fc.constantFrom(...topics), fc.array(bytes32, { maxLength: 3 }), hex)
  fc.assert(
    fc.property(fc.array(anyLog, { maxLength: 8 }), (raw) => {
      const logs = raw.map(([topic, indexed, data], logIndex) => {
        return { ...log([topic, ...indexed], data), logIndex }
      })
      const { events } = decodeBlock({ number: 1, timestamp: 1 }, logs, () => ({
        kind: 'DELEGATION_MANAGER',
        parent: null,
      }))
      expect(events).toHaveLength(logs.length)
      for (const event of events) {
        expect(event.arguments === null).toBe(event.status !== 'DECODED')
        expect(event.data === null).toBe(event.status === 'DECODED')
      }
    }),
  )
})
