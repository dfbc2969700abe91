import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answer } from './answer'
import { toDecimal } from './decimal'
import { directedExposure } from './directed'
import { exposureOf } from './exposure'
import { exclusiveShares, leverage, phantomShare, unionCoverage } from './leverage'
import { Neighbours } from './neighbours'
import { overlapAt, overlapMatrix } from './overlap'
import type { OverlapMeasure } from './overlap-measure'
import { pairIndex } from './pairs'
import { compare, type Ratio, ratio } from './ratio'
import { sharedStake } from './shared-stake'
import { integerRoot, squareRoot } from './square-root'
import { transpose } from './transpose'

// The toy network of the metrics reference: one pool, so one bucket per operator.
const CAP = [50n, 30n, 15n, 5n]
const OPERATORS = ['O1', 'O2', 'O3', 'O4']
const SERVICES = ['S1', 'S2', 'S3']
const REG = exposureOf(OPERATORS, SERVICES, [
  [50n, 50n, 50n],
  [30n, 30n, null],
  [15n, null, null],
  [null, null, 5n],
])
const SLASH = exposureOf(OPERATORS, SERVICES, [
  [20n, 15n, 5n],
  [9n, 6n, null],
  [3n, null, null],
  [null, null, null],
])
const number = ({ value }: Answer<Ratio, string>) => Number(value!.num) / Number(value!.den)

describe('leverage of the toy network (metrics reference)', () => {
  test('registered 230 of 100 is 2.30, slashable 58 of 100 is .58, at risk 100 and 58', () => {
    expect(number(leverage(REG, CAP).multiplier)).toBe(2.3)
    expect(number(leverage(SLASH, CAP).multiplier)).toBe(0.58)
    expect(leverage(REG, CAP).atRisk).toBe(100n)
    expect(leverage(SLASH, CAP).atRisk).toBe(58n)
  })

  test('per operator 3, 2, 1, 1 registered and .8, .5, .2, 0 slashable', () => {
    const of = (exposure: typeof REG) =>
      CAP.map((_, bucket) => number(leverage(exposure, CAP, [bucket]).multiplier))
    expect(of(REG)).toEqual([3, 2, 1, 1])
    expect(of(SLASH)).toEqual([0.8, 0.5, 0.2, 0])
  })

  test('phantom shares .6632, .7375, .9091', () => {
    const shares = [
      [95n, 32n],
      [80n, 21n],
      [55n, 5n],
    ].map(([registered, slashable]) => number(phantomShare(registered!, slashable!)))
    expect(shares[0]).toBeCloseTo(0.6632, 4)
    expect(shares[1]).toBeCloseTo(0.7375, 4)
    expect(shares[2]).toBeCloseTo(0.9091, 4)
  })

  test('union coverage .5429, .6667, .6296, all .4348; of slashable stake 1', () => {
    const of = (columns: number[]) => number(unionCoverage(REG, CAP, columns))
    expect(of([0, 1])).toBeCloseTo(0.5429, 4)
    expect(of([0, 2])).toBeCloseTo(0.6667, 4)
    expect(of([1, 2])).toBeCloseTo(0.6296, 4)
    expect(of([0, 1, 2])).toBeCloseTo(0.4348, 4)
    expect(number(unionCoverage(SLASH, CAP, [0, 1, 2]))).toBe(1)
    expect(unionCoverage(REG, CAP, [])).toEqual({ value: null, nullReason: 'EMPTY' })
  })

  test('exclusive shares .1579, 0, .0909', () => {
    const [s1, s2, s3] = exclusiveShares(REG).map(number)
    expect([s1!.toFixed(4), s2, s3!.toFixed(4)]).toEqual(['0.1579', 0, '0.0909'])
  })

  test('promised out of an empty bucket is DATA_ERROR, not infinite', () => {
    expect(leverage(REG, [50n, 30n, 15n, 0n]).multiplier.nullReason).toBe('DATA_ERROR')
  })
})

describe('overlap of the toy network (golden vectors)', () => {
  const value = (exposure: typeof REG, measure: OverlapMeasure, a: number, b: number) =>
    number(overlapAt(overlapMatrix(exposure, measure), a, b))

  test.each([
    ['S1S2', 0, 1, [2 / 3, 16 / 19, 0.968468, 1, 0.65625, 0.989886]],
    ['S1S3', 0, 2, [1 / 4, 1 / 2, 0.826333, 1 / 2, 0.15625, 0.903508]],
    ['S2S3', 1, 2, [1 / 3, 10 / 17, 0.853237, 1 / 2, 0.238095, 0.928477]],
  ] as const)('%s', (_, a, b, expected) => {
    const actual = [
      value(REG, 'JACCARD', a, b),
      value(REG, 'RUZICKA', a, b),
      value(REG, 'COSINE', a, b),
      value(REG, 'OVERLAP_COEFFICIENT', a, b),
      value(SLASH, 'RUZICKA', a, b),
      value(SLASH, 'COSINE', a, b),
    ]
    expected.forEach((one, index) => {
      expect(actual[index]).toBeCloseTo(one, 6)
    })
  })

  test('weighted overlap S1S3 and S2S3 .909091', () => {
    expect(value(REG, 'WEIGHTED_OVERLAP', 0, 2)).toBeCloseTo(0.909091, 6)
    expect(value(REG, 'WEIGHTED_OVERLAP', 1, 2)).toBeCloseTo(0.909091, 6)
  })

  test('among operators: O1O2 .6667 .4 .8165, O1O3 .3333 .1 .5774, O2O3 .5 .25 .7071', () => {
    const turned = transpose(REG)
    const of = (a: number, b: number) =>
      (['JACCARD', 'RUZICKA', 'COSINE'] as const).map((m) => value(turned, m, a, b).toFixed(4))
    expect(of(0, 1)).toEqual(['0.6667', '0.4000', '0.8165'])
    expect(of(0, 2)).toEqual(['0.3333', '0.1000', '0.5774'])
    expect(of(1, 2)).toEqual(['0.5000', '0.2500', '0.7071'])
  })

  test('directed: from S1 1 1 .9091, from S2 .8421 1 .9091, from S3 .5263 .625 1', () => {
    const lines = directedExposure(REG).map((line) => line.map((one) => number(one).toFixed(4)))
    expect(lines).toEqual([
      ['1.0000', '1.0000', '0.9091'],
      ['0.8421', '1.0000', '0.9091'],
      ['0.5263', '0.6250', '1.0000'],
    ])
  })

  test('forced 80, 50, 50 registered; slashable 0 forced and 21, 5, 5 possible', () => {
    expect(sharedStake(REG, CAP).forced).toEqual([80n, 50n, 50n])
    expect(sharedStake(SLASH, CAP)).toEqual({ forced: [0n, 0n, 0n], possible: [21n, 5n, 5n] })
    expect(pairIndex(3, 1, 2)).toBe(2)
  })

  test('a bucket that all share forces sharing: two limits of 80 on 100 share 60', () => {
    const vault = exposureOf(['V'], ['N1', 'N2'], [[80n, 80n]])
    expect(sharedStake(vault, [100n])).toEqual({ forced: [60n], possible: [80n] })
    expect(number(leverage(vault, [100n]).multiplier)).toBe(1.6)
  })

  test('an empty service has no overlap, and the reason is told', () => {
    const some = exposureOf(['a'], ['x', 'y', 'z'], [[1n, null, 0n]])
    const matrix = overlapMatrix(some, 'COSINE')
    expect(overlapAt(matrix, 0, 1).nullReason).toBe('EMPTY')
    expect(overlapAt(matrix, 0, 2).nullReason).toBe('ZERO_TOTAL')
  })
})

describe('for any matrix', () => {
  const entry = fc.option(fc.bigInt({ min: 0n, max: 10n ** 24n }), { freq: 2, nil: null })
  const dense = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 4 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    )
  const matrixOf = (values: (bigint | null)[][]) =>
    exposureOf(
      values.map((_, i) => `r${i}`),
      values[0]!.map((_, i) => `c${i}`),
      values,
    )
  const sum = (values: bigint[]) => values.reduce((all, one) => all + one, 0n)
  const min = (a: bigint, b: bigint) => (a < b ? a : b)

  /** The definitions, on a dense matrix. */
  function slow(values: (bigint | null)[][], measure: OverlapMeasure, a: number, b: number) {
    const pairs = values.map((line) => [line[a]!, line[b]!] as const)
    const both = BigInt(pairs.filter(([x, y]) => x !== null && y !== null).length)
    const either = BigInt(pairs.filter(([x, y]) => x !== null || y !== null).length)
    const [left, right] = [0, 1].map((side) => BigInt(pairs.filter((p) => p[side] !== null).length))
    const amounts = pairs.map(([x, y]) => [x ?? 0n, y ?? 0n] as const)
    const minima = sum(amounts.map(([x, y]) => min(x, y)))
    const [num, den] = {
      JACCARD: [both, either],
      OVERLAP_COEFFICIENT: [both, min(left!, right!)],
      RUZICKA: [minima, sum(amounts.map(([x, y]) => (x > y ? x : y)))],
      WEIGHTED_OVERLAP: [minima, min(sum(amounts.map(([x]) => x)), sum(amounts.map(([, y]) => y)))],
      COSINE: [
        sum(amounts.map(([x, y]) => x * y)) ** 2n,
        sum(amounts.map(([x]) => x * x)) * sum(amounts.map(([, y]) => y * y)),
      ],
    }[measure] as [bigint, bigint]
    return den === 0n ? null : ratio(num, den)
  }

  test.each(['JACCARD', 'OVERLAP_COEFFICIENT', 'RUZICKA', 'WEIGHTED_OVERLAP', 'COSINE'] as const)(
    '%s is its definition, symmetric, and 1 with itself',
    (measure) => {
      fc.assert(
        fc.property(dense, (values) => {
          const matrix = overlapMatrix(matrixOf(values), measure)
          for (let a = 0; a < values[0]!.length; a++) {
            for (let b = 0; b < values[0]!.length; b++) {
              const expected = slow(values, measure, a, b)
              const { value } = overlapAt(matrix, a, b)
              const rooted = measure === 'COSINE' && expected ? squareRoot(expected) : expected
              expect(value).toEqual(rooted)
              if (a === b && value) expect(value).toEqual(ratio(1n))
              if (value) expect(compare(value, ratio(1n)) <= 0n).toBe(true)
            }
          }
        }),
      )
    },
  )

  test('Ruzicka is at most the weighted overlap, and forced shared stake at most the possible', () => {
    fc.assert(
      fc.property(dense, (values) => {
        const exposure = matrixOf(values)
        const [ruzicka, weighted] = (['RUZICKA', 'WEIGHTED_OVERLAP'] as const).map((measure) =>
          overlapMatrix(exposure, measure),
        )
        for (let b = 1; b < exposure.columns.length; b++) {
          const [r, w] = [overlapAt(ruzicka!, 0, b).value, overlapAt(weighted!, 0, b).value]
          if (r && w) expect(compare(r, w) <= 0n).toBe(true)
        }
        const caps = values.map((line) =>
          line.reduce<bigint>((max, x) => ((x ?? 0n) > max ? x! : max), 0n),
        )
        const { forced, possible } = sharedStake(exposure, caps)
        forced.forEach((one, pair) => {
          expect(one).toBeLessThanOrEqual(possible[pair]!)
        })
      }),
    )
  })

  test('the nearest columns are those of the whole matrix', () => {
    fc.assert(
      fc.property(dense, (values) => {
        const exposure = matrixOf(values)
        const matrix = overlapMatrix(exposure, 'RUZICKA')
        const all = exposure.columns.flatMap((_, b) => {
          const { value } = overlapAt(matrix, 0, b)
          return b > 0 && value && value.num > 0n ? [{ column: b, value }] : []
        })
        all.sort((x, y) => Number(compare(y.value, x.value)) || x.column - y.column)
        expect(new Neighbours(exposure, 'RUZICKA').of(0, 2)).toEqual(all.slice(0, 2))
      }),
    )
  })
})

describe('a square root', () => {
  test('is exact where it is rational, else correctly rounded: of 2 it is 1.41421356237309505', () => {
    expect(toDecimal(squareRoot(ratio(9n, 16n)))).toBe('0.75')
    expect(toDecimal(squareRoot(ratio(2n)))).toBe('1.41421356237309505')
    expect(toDecimal(squareRoot(ratio(2n, 10n ** 40n)))).toBe(
      '0.0000000000000000000141421356237309505',
    )
    expect(() => squareRoot(ratio(-1n))).toThrow(RangeError)
  })

  test('of integers is the largest whose square is not larger', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), (value) => {
        const root = integerRoot(value)
        expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true)
      }),
    )
  })
})
