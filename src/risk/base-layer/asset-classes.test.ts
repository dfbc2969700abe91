import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { stakeGraph } from '../../../test/support/risk/risk-graph'
import { stakeOf, whole } from '../../../test/support/risk/values'
import { exposure } from '../graph/exposure'
import { compare, ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { classBounds, classConcentration, classShare, classSplit } from './asset-classes'
import { chainShare } from './chain-share'
import { depegEffects, depegThresholds, firstUnder } from './depeg'

/** One service with 60 stETH, 35 ETH and 5 EIGEN, as the metrics reference has it. */
const mix = stakeOf(exposureOf(['stETH', 'ETH', 'EIGEN'], ['s'], [[60n], [35n], [5n]]))

/**
 * The toy network with O1 holding 30 stETH and 20 ETH, O2 30 stETH, the others ETH (metrics
 * reference, depeg).
 */
const toy = stakeGraph({
  operators: ['O1', 'O2', 'O3', 'O4'],
  sets: { S1: 'S1', S2: 'S2', S3: 'S3' },
  stake: { 'O1/eth': 20n, 'O1/steth': 30n, 'O2/steth': 30n, 'O3/eth': 15n, 'O4/eth': 5n },
  registered: {
    S1: { 'O1/eth': 20n, 'O1/steth': 30n, 'O2/steth': 30n, 'O3/eth': 15n },
    S2: { 'O1/eth': 20n, 'O1/steth': 30n, 'O2/steth': 30n },
    S3: { 'O1/eth': 20n, 'O1/steth': 30n, 'O4/eth': 5n },
  },
})
const CLASSES = ['ETH', 'stETH']
const at = (steth: bigint) =>
  exposure(toy, 'REGISTERED', new Valuation([10n, steth], 10n), 'SERVICE', 'POOL')

describe('classes of assets', () => {
  test('HHI .485 by asset and .905 with stETH and ETH as one class (metrics reference)', () => {
    const hhiOf = (classOf: string[]) => classConcentration(classSplit(mix, 0, classOf))
    expect(hhiOf(['stETH', 'ETH', 'EIGEN'])).toEqual(ratio(485n, 1000n))
    expect(hhiOf(['ETH', 'ETH', 'EIGEN'])).toEqual(ratio(905n, 1000n))
  })

  test('share of a class is its stake over all', () => {
    expect(classShare(classSplit(mix, 0, ['ETH', 'ETH', 'EIGEN']), 'ETH').value).toEqual(
      ratio(95n, 100n),
    )
    expect(classShare(classSplit(mix, 0, ['ETH', 'ETH', 'EIGEN']), 'BTC').value).toEqual(ratio(0n))
  })

  test('a share is unknown while a pool with stake has no class', () => {
    const split = classSplit(mix, 0, ['ETH', null, 'EIGEN'])
    expect([whole(split.unclassified), split.unclassifiedPools]).toEqual([35n, [1]])
    expect(classShare(split, 'ETH').nullReason).toBe('UNCLASSIFIED')
    const empty = stakeOf(exposureOf(['p'], ['none', 'idle'], [[null, 0n]]))
    expect(classShare(classSplit(empty, 0, ['ETH']), 'ETH').nullReason).toBe('EMPTY')
    expect(classShare(classSplit(empty, 1, ['ETH']), 'ETH').nullReason).toBe('ZERO_TOTAL')
    expect(() => classSplit(empty, 2, ['ETH'])).toThrow(RangeError)
  })

  test('shares lie between bounds, which meet once all stake has a class', () => {
    const split = classSplit(mix, 0, ['ETH', null, 'EIGEN'])
    expect(
      classBounds(split).map(({ stake, ...one }) => ({ ...one, amount: whole(stake) })),
    ).toEqual([
      { id: 'ETH', amount: 60n, share: null, atLeast: ratio(60n, 100n), atMost: ratio(95n, 100n) },
      { id: 'EIGEN', amount: 5n, share: null, atLeast: ratio(5n, 100n), atMost: ratio(40n, 100n) },
    ])
    for (const { share, atLeast, atMost } of classBounds(
      classSplit(mix, 0, ['ETH', 'ETH', 'EIGEN']),
    )) {
      expect([atLeast, atMost]).toEqual([share, share])
    }
  })

  test('concentration of classes is unknown while some stake has no class, or there is none', () => {
    expect(classConcentration(classSplit(mix, 0, ['ETH', 'ETH', 'EIGEN']))).toEqual(
      ratio(905n, 1000n),
    )
    expect(classConcentration(classSplit(mix, 0, ['ETH', null, 'EIGEN']))).toBeNull()
    const idle = classSplit(stakeOf(exposureOf(['p'], ['idle'], [[0n]])), 0, ['ETH'])
    expect([classBounds(idle), classConcentration(idle)]).toEqual([[], null])
  })
})

describe('depeg', () => {
  const minima = [600n, 400n, 520n].map((minimum) => ratio(minimum))

  test('of stETH by a tenth brings S3 from 55 to 52 (metrics reference), which is its threshold with minimum 52', () => {
    const [, , s3] = depegThresholds(at(10n), minima, CLASSES, 'stETH')
    expect(s3!.value).toEqual(ratio(1n, 10n))
    // Nine tenths of the price leave just 52: under only beyond it.
    const [, , after] = depegThresholds(at(9n), minima, CLASSES, 'stETH')
    expect(after!.value).toEqual(ratio(0n))
  })

  test('brings services below their minimum in the order of their thresholds: 35/60, 40/60 and 3/30, by hand', () => {
    const found = depegThresholds(at(10n), minima, CLASSES, 'stETH')
    expect(found.map(({ value }) => value)).toEqual([ratio(7n, 12n), ratio(2n, 3n), ratio(1n, 10n)])
    expect(firstUnder(found)).toEqual({ column: 2, depeg: ratio(1n, 10n) })
  })

  test('has no threshold where a column never falls, is below its minimum already, or has unclassified stake', () => {
    const found = depegThresholds(at(10n), [ratio(960n), ratio(200n), null], CLASSES, 'stETH')
    expect(found.map(({ nullReason }) => nullReason)).toEqual([
      'ALREADY_UNDER',
      'NEVER',
      'UNDECLARED',
    ])
    expect(firstUnder(found)).toBe(null)
    const unclear = depegThresholds(at(10n), minima, [null, 'stETH'], 'stETH')
    expect(unclear.every(({ nullReason }) => nullReason === 'UNCLASSIFIED')).toBe(true)
    expect(() => depegThresholds(at(10n), [ratio(-1n)], CLASSES, 'stETH')).toThrow(RangeError)
  })

  test('effects are ordered by outcome and threshold; undeclared columns have none', () => {
    const value = (num: bigint) => ({ value: ratio(num, 10n), nullReason: null })
    const none = <R extends string>(nullReason: R) => ({ value: null, nullReason })
    const thresholds = [
      none('NEVER'),
      value(5n),
      none('UNDECLARED'),
      none('UNCLASSIFIED'),
      value(1n),
      none('ALREADY_UNDER'),
      value(5n),
    ]
    const found = depegEffects(thresholds, new Set())
    expect(found.map(({ column, outcome }) => [column, outcome])).toEqual([
      [5, 'ALREADY_UNDER'],
      [4, 'FALLS'],
      [1, 'FALLS'],
      [6, 'FALLS'],
      [0, 'NEVER'],
      [3, null],
    ])
    expect(found.at(-1)).toMatchObject({ depeg: null, nullReason: 'UNCLASSIFIED' })
  })

  test('of a column with unpriced stake it is only known whether it never falls', () => {
    const thresholds = depegThresholds(
      at(10n),
      [ratio(960n), ratio(200n), ratio(520n)],
      CLASSES,
      'stETH',
    )
    const found = depegEffects(thresholds, new Set([0, 1, 2]))
    expect(found.map(({ column, outcome, nullReason }) => [column, outcome, nullReason])).toEqual([
      [1, 'NEVER', null],
      [0, null, 'UNPRICED'],
      [2, null, 'UNPRICED'],
    ])
  })

  test('a service is below its minimum beyond the threshold and not at it, in price steps of 1 %', () => {
    const stake = fc.bigInt({ min: 0n, max: 50n })
    fc.assert(
      fc.property(stake, stake, fc.bigInt({ min: 0n, max: 160n }), (eth, steth, halves) => {
        const matrix = exposureOf(['eth', 'steth'], ['s'], [[eth], [steth]])
        const [{ value, nullReason }] = depegThresholds(
          matrix,
          [ratio(halves, 2n)],
          CLASSES,
          'stETH',
        ) as [ReturnType<typeof depegThresholds>[number]]
        for (let fall = 0n; fall <= 100n; fall++) {
          const isUnder = eth * 100n + steth * (100n - fall) < halves * 50n
          const expected =
            value === null ? nullReason === 'ALREADY_UNDER' : compare(ratio(fall, 100n), value) > 0n
          expect(isUnder).toBe(expected)
        }
      }),
    )
  })
})

describe('share of the chain', () => {
  test('is the part / the total, with the distances to 1/3, 1/2 and 2/3', () => {
    expect(chainShare(4n, 10n).value).toEqual({
      share: ratio(2n, 5n),
      distances: [ratio(-1n, 15n), ratio(1n, 10n), ratio(4n, 15n)],
    })
  })

  test('is unknown without a total, and refuses a part above the total', () => {
    expect(chainShare(4n, null).nullReason).toBe('UNKNOWN_TOTAL')
    expect(chainShare(0n, 0n).nullReason).toBe('ZERO_TOTAL')
    expect(() => chainShare(5n, 4n)).toThrow(RangeError)
    expect(() => chainShare(-1n, 4n)).toThrow(RangeError)
  })
})
