import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { lossMoments } from '../correlation/loss-correlation'
import { ratio } from '../math/ratio'
import { expectedLoss, slashingsPerDraw } from './expected'

const percent = (part: bigint) => ratio(part, 100n)

describe('expected loss', () => {
  test('of two operators, .02 * 50 + (1 - .97 * .99) * 30', () => {
    const groups = [{ members: [1], probability: percent(1n) }]
    const model = { own: [percent(2n), percent(3n)], groups }
    expect(expectedLoss([50n, 30n], model)).toEqual(ratio(21_910n, 10_000n))
  })

  test('equals the mean of the closed form of one column', () => {
    const probability = fc.bigInt({ min: 0n, max: 100n }).map(percent)
    const rows = fc.array(
      fc.record({ loss: fc.bigInt({ min: 0n, max: 10n ** 30n }), probability }),
      {
        minLength: 2,
        maxLength: 5,
      },
    )
    fc.assert(
      fc.property(rows, probability, (rows, shock) => {
        const losses = rows.map(({ loss }) => loss)
        const groups = [{ members: [0, 1], probability: shock }]
        const model = { own: rows.map((row) => row.probability), groups }
        const ids = rows.map((_, row) => `${row}`)
        const matrix = exposureOf(
          ids,
          ['all'],
          losses.map((loss) => [loss]),
        )
        expect(expectedLoss(losses, model)).toEqual(lossMoments(matrix, model).mean[0])
      }),
    )
  })
})

test('slashings per draw: operators with stake alone, and all members of a group', () => {
  const groups = [{ members: [0, 1, 2], probability: percent(10n) }]
  const model = { own: [percent(50n), percent(50n), percent(25n)], groups }
  expect(slashingsPerDraw([1n, 0n, 2n], model)).toBeCloseTo(0.75 + 0.3, 12)
})
