import { describe, expect, test } from 'vitest'
import { exposure } from '../../src/risk/graph/exposure'
import { ratio } from '../../src/risk/math/ratio'
import { nakamotoWithout } from '../support/risk/nakamoto-without'
import { atPar, toyGraph } from '../support/risk/risk-graph'

const toy = toyGraph()
const registered = exposure(toy, 'REGISTERED', atPar(toy))

describe('Nakamoto coefficient without an operator', () => {
  const count = (answer: ReturnType<typeof nakamotoWithout>['before']) =>
    answer.nullReason === null ? answer.count : answer.nullReason

  // Two thirds: 80 of 95, 80 of 80 and 50 of 55; without O1 15 + 30 of 45 (30 is not more), 30 of
  // 30 and 5 of 5.
  test('of S1, S2, S3 without O1 goes from 2, 2, 1 to 2, 1, 1, by hand', () => {
    const shifts = [0, 1, 2].map((column) => {
      const found = nakamotoWithout(registered, column, [0], ratio(2n, 3n), 'GT')
      return [count(found.before), count(found.after)]
    })
    expect(shifts).toEqual([
      [2, 2],
      [2, 1],
      [1, 1],
    ])
  })

  test('is unknown if no member is left', () => {
    const found = nakamotoWithout(registered, 1, [0, 1], ratio(1n, 2n), 'GT')
    expect([count(found.before), count(found.after)]).toEqual([1, 'EMPTY'])
    expect(() => nakamotoWithout(registered, 3, [], ratio(1n, 2n), 'GT')).toThrow(RangeError)
  })
})
