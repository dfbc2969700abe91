import { describe, expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { compare, type Ratio, ratio } from '../math/ratio'
import { certificate } from './certificate'
import { costOfCorruption } from './corruption'
import { exactSlack } from './exact-slack'
import { networkOf } from './network-of-exposure'

const THIRDS = [1n, 1n, 1n].map((num) => ratio(num, 3n))
const names = [
  ['o1', 'o2', 'o3', 'o4'],
  ['s1', 's2', 's3'],
] as const

describe('toy network of the metrics reference, from its exposures', () => {
  test('shared: all stake of each operator behind each of its services gives gamma* 233/1857', () => {
    const delegated = exposureOf(...names, [
      [50n, 50n, 50n],
      [30n, 30n, null],
      [15n, null, null],
      [null, null, 5n],
    ])
    const network = networkOf(delegated, 'SHARED', [10n, 8n, 5n], THIRDS)
    expect(certificate(network)).toMatchObject({ gamma: ratio(233n, 1857n), binding: [0] })
    // A unit is a unit on both sides.
    const fine = networkOf({ ...delegated, unit: 1000n }, 'SHARED', [10n, 8n, 5n], THIRDS)
    expect(certificate(fine).gamma).toEqual(ratio(233n, 1857n))
  })

  test('unique: services share no validator, so the slack is the minimum of cost of corruption / profit - 1', () => {
    const slashable = exposureOf(...names, [
      [20n, 15n, 5n],
      [9n, 6n, 0n],
      [3n, 0n, 0n],
      [0n, 0n, 0n],
    ])
    const profits = [10n, 8n, 5n]
    const network = networkOf(slashable, 'UNIQUE', profits, THIRDS)
    const least = profits
      .map((profit, service): Ratio => {
        const cost = costOfCorruption(slashable, slashable, service, THIRDS[service]!)
        if (cost.nullReason !== null) throw new Error(cost.nullReason)
        return ratio(cost.lower.num - profit, profit)
      })
      .reduce((a, b) => (compare(b, a) < 0n ? b : a))
    expect(exactSlack(network)).toMatchObject({ gamma: least })
  })

  test('a row with different stakes is refused as shared', () => {
    const mixed = exposureOf(['o'], ['a', 'b'], [[1n, 2n]])
    expect(() => networkOf(mixed, 'SHARED', [1n, 1n], THIRDS)).toThrow('o is not shared: 1, 2')
  })
})
