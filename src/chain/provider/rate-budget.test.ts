import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RateBudget } from './rate-budget'

/** Highest number of calls in any second. */
function busiest(sent: readonly { at: number; calls: number }[]): number {
  const in1s = sent.map(({ at }) =>
    sent
      .filter((one) => one.at >= at && one.at < at + 1_000)
      .reduce((sum, { calls }) => sum + calls, 0),
  )
  return Math.max(...in1s)
}

describe('the rate budget of a provider', () => {
  it('is unlimited at 0', () => {
    const budget = new RateBudget(0)
    expect(budget.maxCalls).toBe(Number.POSITIVE_INFINITY)
    expect([budget.reserve(1_000, 5), budget.reserve(1_000, 5)]).toEqual([5, 5])
  })

  it('gives turns in the order in which they are asked for', () => {
    const budget = new RateBudget(5)
    const turns = [1, 1, 1, 1].map((calls) => budget.reserve(calls, 0))
    expect(turns).toEqual([0, 200, 400, 600])
    expect(budget.reserve(1, 10_000)).toBe(10_000)
  })

  it('never exceeds the limit in any second, and uses most of it', () => {
    const gaps = fc.array(fc.record({ gap: fc.nat(400), size: fc.nat(1_000) }), {
      minLength: 30,
      maxLength: 60,
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), gaps, (limit, asked) => {
        const budget = new RateBudget(limit)
        let now = 0
        const sent = asked.map(({ gap, size }) => {
          now += gap
          const calls = 1 + (size % budget.maxCalls)
          return { at: budget.reserve(calls, now), calls }
        })
        expect(busiest(sent)).toBeLessThanOrEqual(limit)
      }),
      { numRuns: 300 },
    )
    for (const limit of [1, 7, 25, 100]) {
      const budget = new RateBudget(limit)
      const sent = Array.from({ length: 50 }, () => ({
        at: budget.reserve(budget.maxCalls, 0),
        calls: budget.maxCalls,
      }))
      expect(busiest(sent)).toBeLessThanOrEqual(limit)
      expect(busiest(sent)).toBeGreaterThanOrEqual(0.8 * limit)
    }
  })
})
