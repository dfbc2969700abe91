import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { atPar, toyGraph } from '../../../test/support/risk/risk-graph'
import { rounded } from '../../../test/support/risk/rounded'
import { exact, stakeOf, whole } from '../../../test/support/risk/values'
import { stakeMatrix } from '../graph/exposure'
import { compare, type Ratio, ratio } from '../math/ratio'
import { type CriticalityOptions, criticality, type Effect } from './criticality'

const toy = toyGraph()
const registered = stakeMatrix(toy, 'REGISTERED', atPar(toy))
const gone: CriticalityOptions = {
  fraction: ratio(1n),
  threshold: ratio(1n, 2n),
  minima: [null, null, null],
}
/** An effect with the fraction that remains. */
const plain = ({ total, remaining, ...effect }: Effect) => ({
  ...effect,
  remaining: exact(remaining),
})
const each = (count: number) => Array.from({ length: count }, (_, row) => [row])

describe('toy network of the metrics reference', () => {
  test('O1 has .5263, .625, .9091 of the services: at least a half everywhere, two thirds in S3', () => {
    const [o1] = criticality(registered, [[0]], gone)
    expect(o1!.effects.map(({ share }) => rounded(share.value, 4))).toEqual([
      '0.5263',
      '0.6250',
      '0.9091',
    ])
    expect(o1!.effects.map(({ isDecisive }) => isDecisive)).toEqual([true, true, true])
    expect(whole(o1!.affected)).toBe(230n)
    const [thirds] = criticality(registered, [[0]], { ...gone, threshold: ratio(2n, 3n) })
    expect(thirds!.effects.map(({ isDecisive }) => isDecisive)).toEqual([false, false, true])
  })

  // The reference prints these in its cascade example, before any second round.
  test('with minima 60, 40, 20: without O2 65, 50, 55, with half of O1 70, 55, 30: none below its minimum', () => {
    const minima = [60n, 40n, 20n].map((x) => ratio(x))
    const [o2] = criticality(registered, [[1]], { ...gone, minima })
    expect(o2!.effects.map(({ remaining }) => exact(remaining))).toEqual([ratio(65n), ratio(50n)])
    expect(o2!.effects.some(({ fallsUnder }) => fallsUnder)).toBe(false)
    const [o1] = criticality(registered, [[0]], { ...gone, minima, fraction: ratio(1n, 2n) })
    expect(o1!.effects.map(({ remaining }) => exact(remaining))).toEqual(
      [70n, 55n, 30n].map((x) => ratio(x)),
    )
    expect(o1!.effects.some(({ fallsUnder }) => fallsUnder)).toBe(false)
  })

  test('with minima 60, 40, 20: without O1 45, 30, 5: all three below their minimum', () => {
    const [o1] = criticality(registered, [[0]], {
      ...gone,
      minima: [60n, 40n, 20n].map((x) => ratio(x)),
    })
    expect(o1!.effects.map(({ remaining }) => exact(remaining))).toEqual(
      [45n, 30n, 5n].map((x) => ratio(x)),
    )
    expect(o1!.effects.map(({ fallsUnder }) => fallsUnder)).toEqual([true, true, true])
  })
})

describe('criticality', () => {
  test('of a group is that of its members together, each once', () => {
    const [group] = criticality(registered, [[1, 2, 1]], gone)
    expect(group!.effects.map(({ share }) => share.value)).toEqual([
      ratio(45n, 95n),
      ratio(30n, 80n),
    ])
    expect(exact(group!.lost)).toEqual(ratio(75n))
  })

  test('does not count a service that was below its minimum before, or has none', () => {
    const [o1] = criticality(registered, [[0]], {
      ...gone,
      minima: [ratio(96n), null, ratio(55n)],
    })
    expect(o1!.effects.map(({ fallsUnder }) => fallsUnder)).toEqual([false, null, true])
  })

  test('of a member without stake in an idle service has no share', () => {
    const idle = exposureOf(['a'], ['s'], [[0n]])
    const [a] = criticality(stakeOf(idle), [[0]], { ...gone, minima: [ratio(0n)] })
    expect(a!.effects.map(plain)).toEqual([
      {
        column: 0,
        share: { value: null, nullReason: 'ZERO_TOTAL' },
        isDecisive: null,
        remaining: ratio(0n),
        fallsUnder: false,
      },
    ])
  })

  test('equals loops over the dense matrix', () => {
    const value = fc.option(fc.bigInt({ min: 0n, max: 20n }), { nil: null })
    const lines = fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 5,
    })
    const fraction = fc.integer({ min: 0, max: 4 }).map((quarters) => ratio(BigInt(quarters), 4n))
    const minima = fc.array(fc.bigInt({ min: 0n, max: 40n }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(lines, fraction, minima, (values, part, least) => {
        const matrix = exposureOf(
          values.map((_, row) => `r${row}`),
          ['a', 'b', 'c'],
          values,
        )
        const found = criticality(stakeOf(matrix), each(values.length), {
          ...gone,
          fraction: part,
          minima: least.map((one) => ratio(one)),
        })
        values.forEach((line, row) => {
          const expected = line.flatMap((held, column) => {
            if (held === null) return []
            const total = values.reduce((sum, other) => sum + (other[column] ?? 0n), 0n)
            const remaining: Ratio = ratio(total * part.den - held * part.num, part.den)
            return [
              {
                column,
                share: total === 0n ? null : ratio(held, total),
                isDecisive: total === 0n ? null : 2n * held >= total,
                remaining,
                fallsUnder:
                  total >= least[column]! && compare(remaining, ratio(least[column]!)) < 0n,
              },
            ]
          })
          const effects = found[row]!.effects.map((effect) => ({
            ...plain(effect),
            share: effect.share.value,
          }))
          expect(effects).toEqual(expected)
        })
      }),
    )
  })

  test('refuses invalid options', () => {
    const ask =
      (part: Partial<CriticalityOptions>, groups = [[0]]) =>
      () =>
        criticality(registered, groups, { ...gone, ...part })
    expect(ask({ fraction: ratio(3n, 2n) })).toThrow(RangeError)
    expect(ask({ fraction: ratio(-1n) })).toThrow(RangeError)
    expect(ask({ threshold: ratio(0n) })).toThrow(RangeError)
    expect(ask({ threshold: ratio(2n) })).toThrow(RangeError)
    expect(ask({ minima: [ratio(-1n)] })).toThrow(RangeError)
    expect(ask({}, [[4]])).toThrow(RangeError)
  })
})
