import { expect, test } from 'vitest'
import { binomialInterval, lowerEndReaches, upperEndReaches } from './binomial'
import { normalQuantile } from './normal-quantile'

/** P(at least `hits` of `trials`), by a sum of products. */
function atLeast(hits: number, trials: number, p: number): number {
  let [sum, choose] = [0, 1]
  for (let k = 0; k <= trials; k++) {
    if (k >= hits) sum += choose * p ** k * (1 - p) ** (trials - k)
    choose = (choose * (trials - k)) / (k + 1)
  }
  return sum
}

test.each([
  [0, 20],
  [1, 20],
  [7, 20],
  [20, 20],
  [3, 150],
])(
  'the ends of the interval of %d of %d are where a tail has half of the error',
  (hits, trials) => {
    const [lower, upper] = binomialInterval(hits, trials, 0.01)
    if (hits === 0) expect(lower).toBe(0)
    else expect(atLeast(hits, trials, lower)).toBeCloseTo(0.005, 10)
    if (hits === trials) expect(upper).toBe(1)
    else expect(1 - atLeast(hits + 1, trials, upper)).toBeCloseTo(0.005, 10)
  },
)

test.each([
  [0, 0],
  [0, 20],
  [1, 20],
  [7, 20],
  [20, 20],
  [3, 100_000],
  [99_000, 100_000],
])(
  'the ends of the interval of %d of %d reach a probability if they are at least that',
  (hits, trials) => {
    const [lower, upper] = binomialInterval(hits, trials, 0.005)
    const around = [lower, upper].flatMap((end) => [end * (1 - 1e-9), end * (1 + 1e-9)])
    for (const p of [-0.5, 0, 1e-6, 0.05, 0.2, 0.5, 0.7, 0.99, 1, 1.5, ...around]) {
      expect(lowerEndReaches(p, hits, trials, 0.005), `lower at ${p}`).toBe(lower >= p)
      expect(upperEndReaches(p, hits, trials, 0.005), `upper at ${p}`).toBe(upper >= p)
    }
  },
)

test('the interval of no hit in n is 1 - (error / 2)^(1 / n), the textbook value', () => {
  const [, upper] = binomialInterval(0, 1_000_000, 0.01)
  expect(upper / (1 - 0.005 ** 1e-6)).toBeCloseTo(1, 8)
})

test('of many trials it is that of the normal distribution', () => {
  const [lower, upper] = binomialInterval(400_000, 1_000_000, 0.01)
  const width = 2.5758 * Math.sqrt((0.4 * 0.6) / 1_000_000)
  expect((upper - lower) / 2 / width).toBeCloseTo(1, 3)
  expect((upper + lower) / 2).toBeCloseTo(0.4, 5)
})

test('quantiles of the normal distribution are those of the tables', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.95996, 2)
  expect(normalQuantile(0.995)).toBeCloseTo(2.57583, 2)
})
