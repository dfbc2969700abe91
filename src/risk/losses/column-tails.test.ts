import { expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { jointTails } from '../../../test/support/risk/losses/loss-distribution'
import { ratio } from '../math/ratio'
import { rowQuestion } from './cells'
import { columnTails } from './column-tails'

test('tails of columns are those of their rows, one in a step', () => {
  const exposure = exposureOf(
    ['a', 'b'],
    ['s', 't'],
    [
      [20n, null],
      [null, 15n],
    ],
  )
  const model = { own: [ratio(1n, 4n), ratio(1n, 2n)], groups: [] }
  const whole = jointTails([20, 15], model, { seed: 1, draws: 1_000 })
  const question = rowQuestion(exposure, [20n, 15n], model)
  const steps = columnTails(whole, question, [1, 0], 0.9)
  expect(steps.next().value).toEqual({ done: 0, total: 2 })
  expect(steps.next().value).toEqual({ done: 1, total: 2 })
  expect(steps.next()).toEqual({
    done: true,
    value: [whole.of(new Map([[1, 15]]), 0.9), whole.of(new Map([[0, 20]]), 0.9)],
  })
})
