import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ContractKind } from '../facts/enums.generated'
import { decodeAny } from './decode-any'
import { decodeWords } from './decode-words'
import type { AnyEvent } from './event'
import { eventOf, topicsOf } from './tables'

const ZEROS = Array<string>(20).fill('0'.repeat(64))
const kinds: ContractKind[] = [
  'ALLOCATION_MANAGER',
  'AVS_DIRECTORY',
  'CROSS_CHAIN',
  'DELEGATION_MANAGER',
  'EIGEN_POD',
  'EIGEN_POD_MANAGER',
  'KEY_REGISTRAR',
  'LEGACY',
  'PERMISSION_CONTROLLER',
  'PRICE_FEED',
  'REWARDS_COORDINATOR',
  'STRATEGY',
  'STRATEGY_MANAGER',
  'TASK_MAILBOX',
  'TIMELOCK',
]
const events = kinds.flatMap((kind) => topicsOf(kind).map((topic) => eventOf(kind, topic)!))
/** Events of one-word types only: zeros are a value of each. */
const plain = [...new Set(events)].filter((event) => decodeWords(event, logOf(event, ZEROS, 0)))

const hex = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((b) => Buffer.from(b).toString('hex'))
const small = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((n) => n.toString(16).padStart(64, '0'))
/** Valid words, and words that are no address or no small number. */
const word = fc.oneof(
  hex(20).map((text) => text.padStart(64, '0')),
  small,
  hex(32),
  fc.constantFrom('0'.repeat(64), 'f'.repeat(64)),
)

function indexedIn(event: AnyEvent): number {
  return Object.values<{ indexed?: boolean }>(event.params).filter(({ indexed }) => indexed).length
}

/** A log of the event, with `more` topics than it should have. */
function logOf(event: AnyEvent, words: string[], more: number) {
  const count = Object.keys(event.params).length
  const topics = indexedIn(event)
  return {
    address: `0x${'ee'.repeat(20)}`,
    topics: [event.topic, ...words.slice(0, Math.max(0, topics + more)).map((text) => `0x${text}`)],
    data: `0x${words.slice(4, 4 + count - topics).join('')}`,
    transactionHash: `0x${'01'.repeat(32)}`,
    transactionIndex: 0,
    logIndex: 0,
  }
}

describe('decoding words from the text of a log', () => {
  test('covers the most frequent events', () => {
    const names = plain.map(({ signature }) => signature)
    expect(names).toContain('OperatorSharesIncreased(address,address,address,uint256)')
    expect(names).toContain('StakerDelegated(address,address)')
    expect(names.length).toBeGreaterThan(100)
  })

  test('gives the result of the general decoder, and null where that throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...plain),
        fc.array(word, { minLength: 20, maxLength: 20 }),
        fc.constantFrom(0, 0, 0, 0, -1, 1),
        (event, words, more) => {
          const log = logOf(event, words, more)
          let general: unknown = null
          try {
            general = decodeAny(event, log)
          } catch {
            // Does not match the ABI.
          }
          expect(decodeWords(event, log)).toEqual(general)
        },
      ),
      { numRuns: 5_000 },
    )
  })

  test('leaves topics that are not words to the general decoder', () => {
    const event = plain.find((one) => indexedIn(one) === 2)!
    const log = logOf(event, ZEROS, 0)
    expect(decodeWords(event, log)).not.toBeNull()
    for (const topic of ['0x', '0x00', `0x${'g'.repeat(64)}`, `0x${'0'.repeat(66)}`]) {
      expect(decodeWords(event, { ...log, topics: [event.topic, topic, topic] })).toBeNull()
    }
  })
})
