import { describe, expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { ratio } from '../math/ratio'
import { depegSensitivity } from './depeg-sensitivity'

/** Stake of services in two pools; only the first is of the class that falls. */
const pools = exposureOf(
  ['steth', 'eth'],
  ['late', 'never', 'soon', 'under', 'equal', 'free'],
  [
    [10n, 10n, 10n, 10n, 10n, 10n],
    [10n, 10n, 10n, 10n, 10n, 10n],
  ],
)
const minima = [12n, 10n, 18n, 21n, 18n].map((minimum) => ratio(minimum))
const sensitivity = (
  unpriced: number[] = [],
  classes: (string | null)[] = ['stETH', 'ETH'],
  given = [...minima, null],
) => depegSensitivity(pools, given, classes, 'stETH', new Set(unpriced))

describe('sensitivity to a fall of price', () => {
  test('columns come under first, then by threshold, then never; equal ones by position, without a minimum none', () => {
    const { effects, first, nullReason } = sensitivity()
    expect(effects.map(({ column, outcome }) => [column, outcome])).toEqual([
      [3, 'ALREADY_UNDER'],
      [2, 'FALLS'],
      [4, 'FALLS'],
      [0, 'FALLS'],
      [1, 'NEVER'],
    ])
    // 20 - 18 of 10, and 20 - 12 of 10.
    expect(effects[1]!.depeg).toEqual(ratio(1n, 5n))
    expect(effects[3]!.depeg).toEqual(ratio(4n, 5n))
    expect(first).toEqual(effects[1])
    expect(nullReason).toBeNull()
  })

  test('stake without a price leaves only NEVER known, and nobody is first', () => {
    const { effects, first, nullReason } = sensitivity([0, 1, 3])
    expect(effects.map(({ column, outcome }) => [column, outcome])).toEqual([
      [2, 'FALLS'],
      [4, 'FALLS'],
      [1, 'NEVER'],
      [0, null],
      [3, null],
    ])
    expect([first, nullReason]).toEqual([null, 'UNPRICED'])
  })

  test('a column that is under its minimum is so whatever the class; of others nothing is known without one', () => {
    const { effects, nullReason } = sensitivity([], ['stETH', null])
    expect(effects[0]).toMatchObject({ column: 3, outcome: 'ALREADY_UNDER' })
    expect(effects[1]).toMatchObject({ column: 0, outcome: null, nullReason: 'UNCLASSIFIED' })
    expect(nullReason).toBe('UNCLASSIFIED')
  })

  test('without minima nothing is declared', () => {
    const none = sensitivity([], undefined, [null, null])
    expect(none).toEqual({ first: null, effects: [], nullReason: 'UNDECLARED' })
  })
})
