import { expect, test } from 'vitest'
import type { Fact } from '../../facts/facts'
import type { LogPosition } from '../../facts/log-position'
import { LedgerState } from '../state'
import { apply, touches } from '.'

const FEED = `0x${'f'.repeat(40)}`
const ASSET = `0x${'a'.repeat(40)}`
const at: LogPosition = {
  block: 5,
  timestamp: 50,
  transactionHash: '0x01',
  transactionIndex: 0,
  logIndex: 0,
}
const feed: Fact = { kind: 'priceFeed', feed: FEED, asset: ASSET, numeraire: 'ETH', decimals: 8 }
const answer = (value: bigint): Fact => ({
  kind: 'price',
  feed: FEED,
  answer: value,
  roundId: 7n,
  updatedAt: 49n,
})

function after(...facts: Fact[]) {
  const state = new LedgerState()
  for (const fact of facts) {
    for (const { table, key } of touches(fact)) {
      if (!state.has({ table, key })) state.load(table, key, null)
    }
    apply(state, { at, fact })
  }
  return state.get('pricePoint', FEED)
}

test('an answer is the price of the asset of its feed, in the decimals of the feed', () => {
  expect(after(feed, answer(105_000_000n))).toEqual({
    key: FEED,
    source: FEED,
    asset: ASSET,
    numeraire: 'ETH',
    answer: 105_000_000n,
    decimals: 8,
    roundId: 7n,
    updatedAt: 49n,
  })
})

test.each([0n, -1n])(
  'an answer of %d is no price, and invalidates the one before it',
  (invalid) => {
    expect(after(feed, answer(5n), answer(invalid))).toBeNull()
    expect(after(feed, answer(invalid))).toBeNull()
  },
)

test('a feed that is not configured has no price', () => {
  expect(after(answer(5n))).toBeNull()
})
