import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lossDistribution } from '../../../test/support/risk/losses/loss-distribution'
import { ratio } from '../math/ratio'
import type { FaultModel, Severity } from './fault-model'

const ANY = { seed: 1, draws: 10 }
const tenths = (max = 10) => fc.integer({ min: 0, max }).map((one) => ratio(BigInt(one), 10n))
const severities: fc.Arbitrary<Severity | undefined> = fc.constantFrom(
  undefined,
  [{ part: ratio(1n, 3n), weight: ratio(1n) }],
  [
    { part: ratio(1n, 10n), weight: ratio(9n, 10n) },
    { part: ratio(1n), weight: ratio(1n, 10n) },
  ],
)

/** Rows, a group of the first, and faults that overlap. */
const models = fc
  .record({
    losses: fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }),
    own: fc.array(tenths(), { minLength: 5, maxLength: 5 }),
    shock: tenths(),
    grouped: fc.nat(3),
    overlapping: fc.array(fc.tuple(tenths(), fc.nat(4), fc.nat(4)), { maxLength: 2 }),
    severity: severities,
  })
  .map(({ losses, own, shock, grouped, overlapping, severity }) => {
    const rows = [...losses.keys()]
    const model: FaultModel = {
      own: own.slice(0, losses.length),
      groups: [{ members: rows.slice(0, grouped), probability: shock }],
      further: overlapping.map(([probability, from, to]) => ({
        probability,
        members: rows.slice(Math.min(from, to), Math.max(from, to) + 1),
      })),
      ...(severity && { severity }),
    }
    return { losses, model }
  })

/**
 * The same losses twice: by all combinations of few faults, and with so many rows more, of no
 * weight and without a chance, that they are convolved.
 */
test('a convolution has the tail of all combinations in its bounds, and narrowly', () => {
  fc.assert(
    fc.property(models, fc.constantFrom(0.5, 0.9, 0.99), ({ losses, model }, level) => {
      const exact = lossDistribution(losses, model, ANY)
      expect(exact.isExact).toBe(true)
      const dust = Array.from({ length: 20 }, () => 1e-12)
      const padded: FaultModel = {
        ...model,
        own: [...model.own, ...dust.map(() => ratio(1n, 10n ** 14n))],
      }
      const convolved = lossDistribution([...losses, ...dust], padded, ANY)
      expect(convolved.method).not.toBe('SAMPLED')
      expect(convolved.anyLoss).toBeCloseTo(exact.anyLoss, 10)
      const [expected, found] = [exact.tail(level), convolved.tail(level)]
      const size = 1e-9 + Math.max(...losses, 1) * 1e-3
      for (const [value, interval, truth] of [
        [found.valueAtRisk, found.interval, expected.valueAtRisk],
        [found.expectedShortfall, found.shortfallInterval, expected.expectedShortfall],
      ] as const) {
        const [lower, upper] = interval ?? [value!, value!]
        expect(lower).toBeLessThanOrEqual(truth! + 1e-9)
        expect(upper).toBeGreaterThanOrEqual(truth! - 1e-9)
        expect(upper - lower).toBeLessThanOrEqual(size)
      }
    }),
    { numRuns: 150 },
  )
})

test('amounts on a lattice are exact: no interval, and the convolution of binomial losses', () => {
  const losses = Array.from({ length: 30 }, () => 5e17)
  const model: FaultModel = { own: losses.map(() => ratio(1n, 10n)), groups: [] }
  const found = lossDistribution(losses, model, ANY)
  expect(found.method).toBe('EXACT')
  // Of Bin(30, 1/10), 5 is the 90 % quantile (P(X <= 4) = .825, P(X <= 5) = .927: tables).
  expect(found.tail(0.9)).toMatchObject({
    valueAtRisk: 25e17,
    interval: null,
    shortfallInterval: null,
  })
})
