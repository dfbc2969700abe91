import { describe, expect, test } from 'vitest'
import { ratio } from '../math/ratio'
import { lossSteps } from './loss-distribution'
import { drawLosses, type RiskyGroup } from './loss-draws'

function finish<Step, Result>(steps: Generator<Step, Result>) {
  const reported: Step[] = []
  for (;;) {
    const step = steps.next()
    if (step.done) return { reported, result: step.value }
    reported.push(step.value)
  }
}

/** More than one run of draws. */
const MANY = 300_000

describe('draws of losses', () => {
  test('slash every row, by its own fault or a shock, as often as its probability', () => {
    // The sum of powers of 2 shows which rows were slashed.
    const groups: RiskyGroup[] = [
      { shock: 0, rows: [{ loss: 1, own: 0.3 }] },
      {
        shock: 0.2,
        rows: [
          { loss: 2, own: 0.1 },
          { loss: 4, own: 0 },
          { loss: 8, own: 1 },
        ],
      },
    ]
    const { result } = finish(drawLosses(groups, 5, MANY))
    const share = Array.from({ length: 16 }, (_, sum) => {
      return (result.countTo(sum) - (sum === 0 ? 0 : result.countTo(sum - 1))) / MANY
    })
    for (const [sum, found] of share.entries()) {
      const [alone, first, second, certain] = [1, 2, 4, 8].map((bit) => (sum & bit) !== 0)
      // The second of the group is slashed by the shock only; the first by it or by its own fault.
      const group = second ? (first ? 0.2 : 0) : 0.8 * (first ? 0.1 : 0.9)
      const expected = certain ? (alone ? 0.3 : 0.7) * group : 0
      const deviation = Math.sqrt((expected * (1 - expected)) / MANY)
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(4 * deviation)
    }
  })

  test('are independent: two rows are slashed together as often as by chance', () => {
    const rows = [1, 2].map((loss) => ({ shock: 0, rows: [{ loss, own: 0.5 }] }))
    const { result } = finish(drawLosses(rows, 8, MANY))
    const both = (MANY - result.countTo(2)) / MANY
    expect(Math.abs(both - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / MANY))
  })

  test('report how many are complete: from none to all, never fewer than before', () => {
    const many = Array.from({ length: 40 }, () => ({ shock: 0, rows: [{ loss: 1, own: 0.01 }] }))
    const { reported } = finish(drawLosses(many, 1, MANY))
    expect(reported[0]).toBe(0)
    expect(reported.at(-1)).toBe(MANY)
    expect([...reported].sort((a, b) => a - b)).toEqual(reported)
    // Once before each run of 65,536, and at the end.
    expect(new Set(reported).size).toBe(6)
  })

  test('report combinations of faults likewise', () => {
    const own = Array.from({ length: 12 }, () => ratio(1n, 2n))
    const losses = own.map(() => 1)
    const { reported } = finish(lossSteps(losses, { own, groups: [] }, { seed: 1, draws: 1 }))
    expect(reported.map(({ done }) => done)).toEqual([0, 1024, 2048, 3072, 4096])
  })
})
