import { describe, expect, test } from 'vitest'
import { finish } from '../../../test/support/risk/losses/loss-distribution'
import { uniform } from '../math/random'
import { ratio } from '../math/ratio'
import { caseSteps } from './fault-cases'
import type { FaultModel } from './fault-model'
import { FaultSampler } from './fault-sampler'
import { faultsOf } from './faults'

const percent = (part: bigint) => ratio(part, 100n)
const DRAWS = 40_000

/** Whether a frequency is that of a probability, within four deviations. */
function isNear(found: number, expected: number, draws: number): boolean {
  return Math.abs(found - expected) <= 4 * Math.sqrt((expected * (1 - expected)) / draws) + 1e-12
}

describe('draws on the condition that some faults happen', () => {
  const probabilities = [3n, 50n, 1n, 20n, 8n]
  const faults = faultsOf(
    probabilities.map(() => 1),
    { own: probabilities.map(percent), groups: [] },
  )
  /** Every set of faults and its probability, by plain products. */
  const sets = Array.from({ length: 2 ** faults.length }, (_, state) => {
    const happens = faults.map((_, bit) => (state >> bit) % 2 === 1)
    const p = faults.reduce(
      (all, { probability }, bit) => all * (happens[bit] ? probability : 1 - probability),
      1,
    )
    return { state, count: happens.filter(Boolean).length, p }
  })

  test.each([0, 1, 2, 3])(
    'of at least %d have the probabilities of the sets that fit',
    (minimum) => {
      const sampler = new FaultSampler(faults, 3)
      const fitting = sets.filter(({ count }) => count >= minimum)
      const mass = fitting.reduce((sum, { p }) => sum + p, 0)
      expect(sampler.mass(minimum)).toBeCloseTo(mass, 12)
      const next = uniform(minimum + 1)
      const found = new Map<number, number>()
      for (let draw = 0; draw < DRAWS; draw++) {
        let [state, last] = [0, -1]
        sampler.draw(minimum, next, (fault) => {
          expect(fault).toBeGreaterThan(last)
          last = fault
          state += 2 ** fault
        })
        found.set(state, (found.get(state) ?? 0) + 1)
      }
      for (const { state, count, p } of sets) {
        const share = (found.get(state) ?? 0) / DRAWS
        if (count < minimum) expect(share).toBe(0)
        else expect(isNear(share, p / mass, DRAWS), `${state}`).toBe(true)
      }
    },
  )

  test('find faults of 1e-9 as often as their condition says', () => {
    const rare = faultsOf([1, 1, 1], {
      own: [1n, 1n, 2n].map((part) => ratio(part, 1_000_000_000n)),
      groups: [],
    })
    const sampler = new FaultSampler(rare, 1)
    expect(sampler.mass(1) / 4e-9).toBeCloseTo(1, 8)
    const next = uniform(4)
    let third = 0
    for (let draw = 0; draw < DRAWS; draw++)
      sampler.draw(1, next, (fault) => (third += +(fault === 2)))
    expect(isNear(third / DRAWS, 1 / 2, DRAWS)).toBe(true)
  })
})

describe('cases of a period', () => {
  const many: FaultModel = {
    own: Array.from({ length: 20 }, () => percent(5n)),
    groups: [{ members: [0, 1, 2], probability: percent(10n) }],
  }
  const losses = many.own.map((_, row) => 1 + row)

  test('have together the probability 1, and the mean of the closed form', () => {
    for (const draws of [1, 2_000, 100_000]) {
      const cases = finish(caseSteps(losses, many, { seed: 2, draws }))
      expect(cases.isExact).toBe(false)
      expect(cases.weight.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12)
    }
    const cases = finish(caseSteps(losses, many, { seed: 2, draws: 100_000 }))
    const rows = new Map(losses.entries())
    const lost = cases.lossIn(rows)
    const mean = cases.weight.reduce((sum, one, at) => sum + one * lost[at]!, 0)
    // Alone 5 %, and with a shock 1 - .95 * .9 for the first three.
    const expected = losses.reduce((sum, loss, row) => sum + loss * (row < 3 ? 0.145 : 0.05), 0)
    expect(cases.expected(rows)).toBeCloseTo(expected, 12)
    expect(mean / expected).toBeCloseTo(1, 2)
    expect(cases.largest(rows)).toBe(210)
  })

  test('what a second fault takes is a part of what the first one left', () => {
    const half = [{ part: ratio(1n, 2n), weight: ratio(1n) }]
    const model: FaultModel = {
      own: [percent(50n)],
      groups: [{ members: [0], probability: percent(50n), severity: half }],
      severity: [
        { part: ratio(1n, 5n), weight: ratio(1n, 4n) },
        { part: ratio(1n), weight: ratio(3n, 4n) },
      ],
    }
    const cases = finish(caseSteps([100], model, { seed: 1, draws: 1 }))
    expect(cases.isExact).toBe(true)
    const lost = cases.lossIn(new Map([[0, 100]]))
    const byLoss = new Map([...lost].map((loss, at) => [Math.round(loss), cases.weight[at]!]))
    // Nothing, by the fault 20 or 100, by the shock 50, by both 60 or 100.
    expect([...lost].map(Math.round).sort((a, b) => a - b)).toEqual([0, 20, 50, 60, 100, 100])
    expect(byLoss.get(60)).toBeCloseTo(0.0625, 12)
    // 1 - (1 - .5 * .8)(1 - .25).
    expect(cases.expected(new Map([[0, 100]]))).toBeCloseTo(55, 12)
  })

  test('are made in steps that report how many there are: never fewer than before', () => {
    const steps = caseSteps(losses, many, { seed: 1, draws: 5_000 })
    const reported = []
    for (let step = steps.next(); !step.done; step = steps.next()) reported.push(step.value)
    expect(reported[0]).toEqual({ done: 0, total: 5_000 })
    expect(reported.at(-1)).toEqual({ done: 5_000, total: 5_000 })
    const done = reported.map((one) => one.done)
    expect([...done].sort((a, b) => a - b)).toEqual(done)
    expect(new Set(done).size).toBeGreaterThan(4)
    const few = { own: many.own.slice(0, 12), groups: [] }
    const combined = caseSteps(losses.slice(0, 12), few, { seed: 1, draws: 1 })
    const counts = [...combined].map((one) => one.done)
    expect(counts).toEqual([0, 1024, 2048, 3072, 4096])
  })

  test('an invalid number of draws and a negative loss are refused', () => {
    for (const draws of [0, 1.5]) {
      expect(() =>
        finish(caseSteps([1], { own: [percent(1n)], groups: [] }, { seed: 1, draws })),
      ).toThrow(RangeError)
    }
    const model = { own: [percent(1n)], groups: [] }
    expect(() => finish(caseSteps([-1], model, { seed: 1, draws: 1 }))).toThrow('Not a loss')
  })
})
