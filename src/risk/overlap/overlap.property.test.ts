import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { atPar, stakeGraph } from '../../../test/support/risk/risk-graph'
import { exact, stakeOf, valuesOf, whole } from '../../../test/support/risk/values'
import { stakeOfBuckets } from '../graph/bucket-stake'
import { type Exposure, exposure } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import { unionCoverage } from '../leverage/coverage'
import { leverage } from '../leverage/leverage'
import { phantomShares } from '../leverage/phantom'
import { compare, multiply, type Ratio, ratio } from '../math/ratio'
import { directedExposure, directedShare } from './directed'
import { Neighbours } from './neighbours'
import { overlapAt, overlapMatrix } from './overlap'
import type { OverlapMeasure } from './overlap-measure'
import { sharedStake, sharedStakeBy, sharedStakeOf } from './shared-stake'

type Dense = (bigint | null)[][]

const amount = fc.oneof(fc.bigInt({ min: 0n, max: 3n }), fc.bigInt({ min: 0n, max: 10n ** 27n }))
const cell = fc.option(amount, { nil: null, freq: 2 })
const denseOf = (value: fc.Arbitrary<bigint | null>) =>
  fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 5 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(value, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    )
const dense = denseOf(cell)
const binary = denseOf(fc.constantFrom(null, 1n))
const MEASURES = [
  'JACCARD',
  'OVERLAP_COEFFICIENT',
  'RUZICKA',
  'WEIGHTED_OVERLAP',
  'COSINE',
] as const

const matrixOf = (values: Dense) =>
  exposureOf(
    values.map((_, row) => `r${row}`),
    values[0]!.map((_, column) => `c${column}`),
    values,
  )

const pairsOf = (values: Dense) =>
  values[0]!.flatMap((_, a) => values[0]!.map((_, b) => [a, b] as const))

/**
 * The textbook sums over a dense matrix, the maxima added up as they stand; for COSINE the square.
 */
function slow(measure: OverlapMeasure, values: Dense, a: number, b: number): Ratio | null {
  let [and, or, inA, inB] = [0n, 0n, 0n, 0n]
  let [min, max, sumA, sumB, dot, squareA, squareB] = [0n, 0n, 0n, 0n, 0n, 0n, 0n]
  for (const line of values) {
    const [x, y] = [line[a]!, line[b]!]
    if (x !== null && y !== null) and++
    if (x !== null || y !== null) or++
    if (x !== null) inA++
    if (y !== null) inB++
    const [u, v] = [x ?? 0n, y ?? 0n]
    min += u < v ? u : v
    max += u < v ? v : u
    sumA += u
    sumB += v
    dot += u * v
    squareA += u * u
    squareB += v * v
  }
  const [num, den] = {
    JACCARD: [and, or],
    OVERLAP_COEFFICIENT: [and, inA < inB ? inA : inB],
    RUZICKA: [min, max],
    WEIGHTED_OVERLAP: [min, sumA < sumB ? sumA : sumB],
    COSINE: [dot * dot, squareA * squareB],
  }[measure] as [bigint, bigint]
  return den === 0n ? null : ratio(num, den)
}

/** Whether a root is within half a unit of its 18th digit: (root -+ half)^2 encloses the square. */
function isRootOf(root: Ratio, square: Ratio): boolean {
  if (square.num === 0n) return root.num === 0n
  if (compare(multiply(root, root), square) === 0n) return true
  let half = ratio(1n, 2n)
  // 17 digits follow the first, which stands where root / unit is in [1, 10).
  for (let unit = ratio(1n); ; unit = multiply(unit, ratio(1n, 10n))) {
    if (compare(root, unit) < 0n) continue
    half = multiply(multiply(unit, ratio(1n, 10n ** 17n)), half)
    break
  }
  const at = (sign: bigint) => {
    const end = ratio(root.num * half.den + sign * half.num * root.den, root.den * half.den)
    return compare(multiply(end, end), square)
  }
  return at(-1n) <= 0n && at(1n) >= 0n
}

describe('overlap of random matrices', () => {
  test.each(MEASURES)('%s equals loops over the dense matrix', (measure) => {
    fc.assert(
      fc.property(dense, (values) => {
        const overlaps = overlapMatrix(matrixOf(values), measure)
        for (const [a, b] of pairsOf(values)) {
          const { value } = overlapAt(overlaps, a, b)
          const expected = slow(measure, values, a, b)
          if (measure === 'COSINE' && value && expected) {
            expect(isRootOf(value, expected)).toBe(true)
          } else expect(value).toEqual(expected)
        }
      }),
    )
  })

  test.each(MEASURES)('%s is symmetric and in [0, 1]', (measure) => {
    fc.assert(
      fc.property(dense, (values) => {
        const overlaps = overlapMatrix(matrixOf(values), measure)
        for (const [a, b] of pairsOf(values)) {
          const answer = overlapAt(overlaps, a, b)
          expect(answer).toEqual(overlapAt(overlaps, b, a))
          if (answer.value === null) continue
          expect(answer.value.num >= 0n && compare(answer.value, ratio(1n)) <= 0n).toBe(true)
        }
      }),
    )
  })

  test('Ruzicka equals Jaccard on 0 and 1', () => {
    fc.assert(
      fc.property(binary, (values) => {
        const [ruzicka, jaccard] = (['RUZICKA', 'JACCARD'] as const).map((measure) =>
          overlapMatrix(matrixOf(values), measure),
        )
        for (const [a, b] of pairsOf(values)) {
          expect(overlapAt(ruzicka!, a, b)).toEqual(overlapAt(jaccard!, a, b))
        }
      }),
    )
  })

  test('Ruzicka is 1 if and only if the columns are equal, and at most the weighted overlap', () => {
    fc.assert(
      fc.property(dense, fc.boolean(), (values, isCopied) => {
        const lines = isCopied
          ? values.map(([first, , ...rest]) => [first!, first!, ...rest])
          : values
        const [ruzicka, weighted] = (['RUZICKA', 'WEIGHTED_OVERLAP'] as const).map((measure) =>
          overlapMatrix(matrixOf(lines), measure),
        )
        for (const [a, b] of pairsOf(lines)) {
          const { value } = overlapAt(ruzicka!, a, b)
          if (value === null) continue
          const isEqual = lines.every((line) => (line[a] ?? 0n) === (line[b] ?? 0n))
          expect(compare(value, ratio(1n)) === 0n).toBe(isEqual)
          const other = overlapAt(weighted!, a, b).value
          if (other !== null) expect(compare(value, other) <= 0n).toBe(true)
        }
      }),
    )
  })

  test.each(MEASURES)('the nearest by %s are those of the matrix, in its order', (measure) => {
    fc.assert(
      fc.property(dense, fc.integer({ min: 1, max: 4 }), (values, k) => {
        const matrix = matrixOf(values)
        const overlaps = overlapMatrix(matrix, measure)
        const expected = matrix.columns
          .map((_, column) => ({ column, value: overlapAt(overlaps, 0, column).value }))
          .filter(({ column, value }) => column !== 0 && value !== null && value.num > 0n)
          .sort((a, b) => Number(compare(b.value!, a.value!)) || a.column - b.column)
        const found = new Neighbours(matrix, measure).of(0, k)
        // Roots that differ beyond the 18th digit are in the order of their squares.
        expect(found.map(({ value }) => value)).toEqual(
          expected.slice(0, k).map(({ value }) => value),
        )
        for (const { column, value } of found) {
          expect(value).toEqual(overlapAt(overlaps, 0, column).value)
        }
      }),
    )
  })

  test('transposing two times changes nothing', () => {
    fc.assert(
      fc.property(dense, (values) => {
        const matrix = matrixOf(values)
        expect(transpose(transpose(matrix))).toEqual(matrix)
        expect(transpose(matrix)).toEqual(
          exposureOf(
            matrix.columns,
            matrix.rows,
            values[0]!.map((_, column) => values.map((line) => line[column]!)),
          ),
        )
      }),
    )
  })

  test('directed exposure equals loops over the dense matrix, 1 from a column to itself', () => {
    fc.assert(
      fc.property(dense, (values) => {
        const directed = directedExposure(matrixOf(values))
        for (const [from, to] of pairsOf(values)) {
          const total = values.reduce((sum, line) => sum + (line[to] ?? 0n), 0n)
          const hit = values.reduce(
            (sum, line) => sum + (line[from] === null ? 0n : (line[to] ?? 0n)),
            0n,
          )
          const { value } = directedShare(directed, from, to)
          expect(value).toEqual(total === 0n ? null : ratio(hit, total))
          if (from === to && value !== null) expect(value).toEqual(ratio(1n))
        }
      }),
    )
  })
})

const shared = (matrix: Exposure, stake: readonly bigint[]) =>
  sharedStakeBy(matrix, stake, (_, amount) => valuesOf([amount])[0]!)

describe('shared stake of random matrices of buckets', () => {
  const withStake = dense.chain((values) =>
    fc.tuple(
      fc.constant(values),
      fc.array(amount, { minLength: values.length, maxLength: values.length }),
    ),
  )

  test('forced and possible equal loops over the dense matrix, and forced is at most possible', () => {
    fc.assert(
      fc.property(withStake, ([values, stake]) => {
        const found = shared(matrixOf(values), stake)
        for (const [a, b] of pairsOf(values).filter(([a, b]) => a !== b)) {
          const expected = { forced: 0n, possible: 0n }
          values.forEach((line, bucket) => {
            const cap = stake[bucket]!
            const [x, y] = [line[a] ?? 0n, line[b] ?? 0n].map((w) => (w < cap ? w : cap))
            if (x! + y! > cap) expected.forced += x! + y! - cap
            expected.possible += x! < y! ? x! : y!
          })
          const { forced, possible } = sharedStakeOf(found, a, b)
          const answer = { forced: whole(forced), possible: whole(possible) }
          expect(answer).toEqual(expected)
          expect(answer.forced <= answer.possible).toBe(true)
        }
      }),
    )
  })

  test('union coverage of two columns is their promises minus forced shared stake', () => {
    fc.assert(
      fc.property(withStake, ([values, stake]) => {
        const matrix = matrixOf(values)
        const union = (...columns: number[]) =>
          whole(unionCoverage(stakeOf(matrix), valuesOf(stake), columns).covered)
        const both = union(0, 1)
        const each = [0, 1].map((column) => union(column))
        expect(both).toBe(
          each[0]! + each[1]! - whole(sharedStakeOf(shared(matrix, stake), 0, 1).forced),
        )
      }),
    )
  })
})

describe('graphs with buckets of one operator (magnitudes add up to at most the maximum)', () => {
  /**
   * Slashable parts that fit the stake, as the contract rounds them: stake * floor(magnitude /
   * maximum in wad).
   */
  const wad = 10n ** 18n
  const operator = fc.record({
    cap: fc.bigInt({ min: 0n, max: 10n ** 24n }),
    max: fc.bigInt({ min: 1n, max: wad }),
    cuts: fc.array(fc.bigInt({ min: 0n, max: wad }), { minLength: 3, maxLength: 3 }),
  })
  const graphs = fc.array(operator, { minLength: 1, maxLength: 5 }).map((operators) => {
    const sets = ['e0', 'e1', 'e2']
    const key = (index: number) => `o${index}/p`
    const partOf = ({ cap, max, cuts }: (typeof operators)[number], set: number) => {
      const whole = cuts.reduce((sum, cut) => sum + cut, 0n) + 1n
      const magnitude = (max * cuts[set]!) / whole
      return (cap * ((magnitude * wad) / max)) / wad
    }
    const by = (amountOf: (index: number, set: number) => bigint) =>
      Object.fromEntries(
        sets.map((id, set) => [
          id,
          Object.fromEntries(operators.map((_, index) => [key(index), amountOf(index, set)])),
        ]),
      )
    return stakeGraph({
      operators: operators.map((_, index) => `o${index}`),
      sets: { e0: 's', e1: 's', e2: 't' },
      stake: Object.fromEntries(operators.map(({ cap }, index) => [key(index), cap])),
      registered: by((index) => operators[index]!.cap),
      slashable: by((index, set) => partOf(operators[index]!, set)),
    })
  })

  test('have a slashable leverage in [0, 1], and all that is slashable is at risk', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const answer = leverage(graph, 'SLASHABLE', atPar(graph))
        for (const { value } of [
          ...answer.buckets,
          ...graph.operators
            .map((_, operator) => answer.ofOperator(operator))
            .map((one) => one.value),
          answer.total.value,
        ]) {
          if (value !== null) {
            expect(value.num >= 0n && compare(value, ratio(1n)) <= 0n).toBe(true)
          }
        }
        expect(exact(answer.atRisk)).toEqual(exact(answer.total.slashable))
      }),
    )
  })

  test('have no shared slashable stake, full coverage of it, and at least as much registered stake', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const valuation = atPar(graph)
        const buckets = exposure(graph, 'SLASHABLE', valuation, 'SERVICE', 'BUCKET')
        expect(sharedStake(graph, 'SLASHABLE', valuation).forced.map(whole)).toEqual([0n])
        const { covered, promised } = unionCoverage(
          buckets.stake,
          stakeOfBuckets(graph, valuation),
          [0, 1],
        )
        expect(exact(covered)).toEqual(exact(promised))
        for (const { registered, slashable } of phantomShares(graph, valuation)) {
          expect(registered.isAtLeast(slashable)).toBe(true)
        }
      }),
    )
  })
})
