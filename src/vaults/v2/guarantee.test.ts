import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterRequest,
  afterSlash,
  type Guarantee,
  guaranteedOf,
  guaranteeOf,
  slashableOf,
} from './guarantee'

const DAY = 86_400n
const request = { totalAssets: 100n, limit: 1_000n, now: 0n, duration: DAY }

describe('a request to deallocate', () => {
  test('lowers stake from the next second on, and what can be slashed when its debt matures', () => {
    const after = afterRequest(guaranteeOf(100n), { ...request, assets: 40n })
    expect(after.debts).toEqual([{ maturesAt: DAY, amount: 40n }])
    expect([0n, 1n].map((now) => guaranteedOf(after, now, DAY))).toEqual([100n, 60n])
    expect([DAY - 1n, DAY].map((now) => slashableOf(after, now))).toEqual([100n, 60n])
  })

  test('that is smaller than the last one changes nothing while the stake is needed', () => {
    const first = afterRequest(guaranteeOf(100n), { ...request, assets: 40n })
    expect(afterRequest(first, { ...request, assets: 30n, now: 60n })).toBe(first)
  })

  test('that leaves enough begins a new record, up to the limit', () => {
    const slashed = afterSlash(guaranteeOf(100n), 30n)
    const after = afterRequest(slashed, { ...request, assets: 10n })
    expect(after).toEqual(guaranteeOf(90n))
    expect(afterRequest(slashed, { ...request, assets: 10n, limit: 80n })).toEqual(guaranteeOf(80n))
    expect(afterRequest(slashed, { ...request, assets: 10n, limit: 60n })).toBe(slashed)
  })

  test('of the same second replaces the debt of that second', () => {
    const first = afterRequest(guaranteeOf(100n), { ...request, assets: 40n })
    const second = afterRequest(first, { ...request, assets: 70n })
    expect(second.debts).toEqual([{ maturesAt: DAY, amount: 70n }])
  })
})

test('a slash takes from what can be slashed, and never below 0', () => {
  const after = afterSlash(afterRequest(guaranteeOf(100n), { ...request, assets: 40n }), 80n)
  expect(slashableOf(after, 0n)).toBe(20n)
  expect(slashableOf(after, DAY)).toBe(0n)
  expect(slashableOf(guaranteeOf(0n), 0n)).toBe(0n)
})

const amount = fc.bigInt({ min: 0n, max: 1_000n })
const step = fc.oneof(
  fc.record({ kind: fc.constant('request' as const), assets: amount, wait: amount }),
  fc.record({ kind: fc.constant('slash' as const), assets: amount, wait: amount }),
)

test('whatever happens, stake is at most what can be slashed, and dropped debts change nothing', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), amount, amount, (steps, total, limit) => {
      let now = 0n
      let short: Guarantee = guaranteeOf(total)
      let debts = short.debts
      for (const { kind, assets, wait } of steps) {
        now += wait
        const slashable = slashableOf(short, now)
        const before = short
        short =
          kind === 'slash'
            ? afterSlash(short, assets < slashable ? assets : slashable)
            : afterRequest(short, { assets, totalAssets: total, limit, now, duration: 700n })
        // The same record with every debt that it ever had.
        if (short.initialStake !== before.initialStake || short.debts.length === 0) debts = []
        const added = short.debts.at(-1)
        if (added && debts.at(-1) !== added) debts = [...debts, added]
        const long = { ...short, debts }
        for (const later of [0n, 1n, 699n, 700n, 5_000n]) {
          const at = now + later
          expect(slashableOf(short, at)).toBe(slashableOf(long, at))
          expect(guaranteedOf(short, at, 700n)).toBe(guaranteedOf(long, at, 700n))
          expect(guaranteedOf(short, at, 700n)).toBeLessThanOrEqual(slashableOf(short, at))
        }
      }
    }),
  )
})
