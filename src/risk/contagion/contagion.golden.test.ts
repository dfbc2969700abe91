import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Banks, clear, debts, equity } from '../../../test/support/risk/clearing'
import { atPar, toyGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { rounded } from '../../../test/support/risk/rounded'
import { whole } from '../../../test/support/risk/values'
import { type Ratio, ratio } from '../math/ratio'
import { debtRank } from './debt-rank'
import { type ImpactRow, impactOf, rowOf } from './impact'
import { spectralRadius } from './spectral-radius'

const TENTH = ratio(1n, 10n)
const number = ({ num, den }: Ratio) => Number(num) / Number(den)

/** A matrix from rows of fractions over one denominator. */
const matrix = (rows: readonly (readonly number[])[], den = 1n): ImpactRow[] =>
  rows.map((row) =>
    rowOf(new Map(row.flatMap((value, at) => (value > 0 ? [[at, BigInt(value)]] : []))), den),
  )

/** Each of three nodes passes a half of its distress on to the next. */
const CYCLE = matrix(
  [
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0],
  ],
  2n,
)

const index = (before: readonly number[], after: readonly number[], weights: readonly number[]) =>
  after.reduce((sum, one, node) => sum + weights[node]! * (one - before[node]!), 0)
const THIRDS = [1 / 3, 1 / 3, 1 / 3]

describe('the three-cycle of the golden vectors, section 6', () => {
  test('one node ends: the others suffer a half and a quarter, index .25', () => {
    const shock = [1, 0, 0]
    for (const how of ['ONCE', 'LINEAR'] as const) {
      const { level } = debtRank(CYCLE, shock, how)!
      expect(level).toEqual([1, 0.5, 0.25])
      expect(index(shock, level, THIRDS)).toBeCloseTo(0.25, 15)
    }
  })

  test('a shock of .2, passed on once: (.225, .1, .05), index .0583333', () => {
    const shock = [0.2, 0, 0]
    const { level, rounds } = debtRank(CYCLE, shock, 'ONCE')!
    expect(rounds).toBe(3)
    level.forEach((one, node) => {
      expect(one).toBeCloseTo([0.225, 0.1, 0.05][node]!, 15)
    })
    expect(index(shock, level, THIRDS)).toBeCloseTo(0.0583333, 7)
  })

  test('a shock of .2, passed on until it settles: (I - W)^-1 times the shock', () => {
    const { level } = debtRank(CYCLE, [0.2, 0, 0], 'LINEAR')!
    level.forEach((one, node) => {
      expect(one).toBeCloseTo([0.2285714, 0.1142857, 0.0571429][node]!, 7)
    })
  })
})

describe('the restaking network of the metrics reference, REGISTERED, a tenth slashed', () => {
  const graph = toyGraph()
  const { rows, stake } = impactOf(graph, 'REGISTERED', atPar(graph), TENTH)

  test('impacts are as published', () => {
    const dense = rows.map(({ den, columns, nums }) =>
      [0, 1, 2].map((column) => {
        const at = columns.indexOf(column)
        return at < 0 ? '0.000000' : rounded(ratio(nums[at]!, den), 6)
      }),
    )
    expect(dense).toEqual([
      ['0.000000', '0.084211', '0.052632'],
      ['0.100000', '0.000000', '0.062500'],
      ['0.090909', '0.090909', '0.000000'],
    ])
  })

  test('the end of S1 gives distress (1, .106286, .100571) and index .061019', () => {
    const shock = [1, 0, 0]
    const { level } = debtRank(rows, shock, 'LINEAR')!
    level.forEach((one, node) => {
      expect(one).toBeCloseTo([1, 0.106286, 0.100571][node]!, 6)
    })
    const weights = stake.map((one) => Number(whole(one)) / 230)
    expect(index(shock, level, weights)).toBeCloseTo(0.061019, 6)
  })

  test('stake that can be slashed only once has no channel', () => {
    const slashable = impactOf(graph, 'SLASHABLE', atPar(graph), ratio(1n))
    expect(slashable.rows.every(({ nums }) => nums.length === 0)).toBe(true)
    expect(slashable.stake.map(whole)).toEqual([32n, 21n, 5n])
  })

  test('a vault that two networks restake in full: promises beyond the rest are lost', () => {
    const vault = vaultGraph()
    const lost = (fraction: Ratio) => {
      const { den, nums } = impactOf(vault, 'SLASHABLE', atPar(vault), fraction).rows[1]!
      return ratio(nums[0]!, den)
    }
    // Of 100, N1 slashes its 90, or 45 of them; operators of N2 were promised 60 and 70.
    expect(lost(ratio(1n))).toEqual(ratio(50n + 60n, 130n))
    expect(lost(ratio(1n, 2n))).toEqual(ratio(5n + 15n, 130n))
  })
})

describe('the exercises of Barucca, golden vectors section 6', () => {
  /** Outside assets before a shock of a tenth to them, and after. */
  const before: Banks = {
    owed: [
      [0, 4, 0],
      [0, 0, 3],
      [2, 0, 0],
    ],
    assets: [20, 20, 10],
    liabilities: [17, 18, 8],
  }
  const after = { ...before, assets: [18, 18, 9] }
  const direct = equity(after)

  test('equity is (1, 3, 3), and (-1, 1, 2) after the shock', () => {
    expect(equity(before)).toEqual([1, 3, 3])
    expect(direct).toEqual([-1, 1, 2])
  })

  test('clearing leaves equity (-1, 0, 2), pays (3, 3, 2) and loses (0, -1, 0)', () => {
    const cleared = clear(after)
    expect(cleared.equity).toEqual([-1, 0, 2])
    expect(cleared.payments).toEqual([3, 3, 2])
    expect(cleared.equity.map((one, bank) => one - direct[bank]!)).toEqual([0, -1, 0])
  })

  test('linear DebtRank, impact = exposure / equity: equity (-3, -3, -1), loss (-2, -4, -3), pays (1, 0, 1), 2 rounds', () => {
    const own = equity(before)
    // Bank i loses what j owes it, as a part of its equity, if j ends.
    const impact = own.map((capital, i) =>
      rowOf(
        new Map(
          before.owed.flatMap((row, j) => (row[i]! > 0 ? [[j, BigInt(row[i]!)] as const] : [])),
        ),
        BigInt(capital),
      ),
    )
    const shock = own.map((capital, bank) => Math.min(1, (capital - direct[bank]!) / capital))
    const { level, rounds } = debtRank(impact, shock, 'LINEAR')!
    const loss = own.map((_, i) =>
      before.owed.reduce((sum, row, j) => sum - row[i]! * level[j]!, 0),
    )
    const left = direct.map((one, bank) => one + loss[bank]!)
    const due = debts(before)
    expect(loss).toEqual([-2, -4, -3])
    expect(left).toEqual([-3, -3, -1])
    expect(left.map((one, bank) => Math.max(0, Math.min(due[bank]!, due[bank]! + one)))).toEqual([
      1, 0, 1,
    ])
    expect(rounds).toBe(2)
    // Exposures above equity: shocks grow, and only the end of the banks stops them.
    expect(number(spectralRadius(impact).lower)).toBeGreaterThan(1)
  })

  test('the sample of neva, a cycle of debts of .5 without a shock, pays in full', () => {
    const banks: Banks = {
      owed: [
        [0, 0.5, 0],
        [0, 0, 0.5],
        [0.5, 0, 0],
      ],
      assets: [10, 5, 3],
      liabilities: [9, 4, 2],
    }
    expect(clear(banks)).toEqual({ payments: [0.5, 0.5, 0.5], equity: [1, 1, 1] })
  })
})

describe('the spectral radius', () => {
  test('of the three-cycle is a half, of the toy network that of its characteristic polynomial', () => {
    expect(spectralRadius(CYCLE)).toEqual({ lower: ratio(1n, 2n), upper: ratio(1n, 2n) })
    const graph = toyGraph()
    const { rows } = impactOf(graph, 'REGISTERED', atPar(graph), TENTH)
    const { lower, upper } = spectralRadius(rows)
    // x^3 - (ab + cd + ef) x - (two cycles of three), by hand from the impacts.
    const [a, b, c, d, e, f] = [8 / 95, 1 / 19, 1 / 10, 1 / 16, 1 / 11, 1 / 11]
    const value = (x: number) => x ** 3 - (a * c + b * e + d * f) * x - (a * d * e + b * f * c)
    expect(value(number(lower) - 1e-8)).toBeLessThan(0)
    expect(value(number(upper) + 1e-8)).toBeGreaterThan(0)
    expect(number(upper) - number(lower)).toBeLessThan(1e-8)
  })

  test('of two disconnected parts is the larger one, by both bounds', () => {
    const two = matrix(
      [
        [0, 2, 0, 0],
        [2, 0, 0, 0],
        [0, 0, 0, 9],
        [0, 0, 9, 0],
      ],
      10n,
    )
    const { lower, upper } = spectralRadius(two)
    expect(number(upper)).toBeCloseTo(0.9, 6)
    expect(number(lower)).toBeCloseTo(0.9, 5)
  })

  test('lies between its bounds, which agree with powers of the matrix', () => {
    fc.assert(
      fc.property(squares, (square) => {
        const { lower, upper } = spectralRadius(matrix(square, 4n))
        // Gelfand: roots of norms of powers are never below the radius, and come near it.
        const root = normOfPower(square.map((row) => row.map((one) => one / 4))) ** (1 / 64)
        expect(isOrdered(lower, upper)).toBe(true)
        expect(number(lower)).toBeLessThanOrEqual(root * 1.0001)
        expect(number(upper)).toBeGreaterThanOrEqual(root * 0.9 - 0.01)
      }),
    )
  })
})

describe('distress', () => {
  test('equals the recursion over increments, step by step', () => {
    fc.assert(
      fc.property(squares, shocks, (square, shock) => {
        // Rows that add up to less than 1: the process ends.
        const found = debtRank(matrix(square, 16n), shock, 'LINEAR')!
        let [last, level] = [shock.map(() => 0), [...shock]]
        for (let round = 0; round < 2_000; round++) {
          const next = level.map((one, i) =>
            Math.min(
              1,
              square[i]!.reduce((sum, w, j) => sum + (w / 16) * (level[j]! - last[j]!), one),
            ),
          )
          ;[last, level] = [level, next]
        }
        level.forEach((one, node) => {
          expect(found.level[node]).toBeCloseTo(one, 10)
        })
      }),
    )
  })

  test('lies between the shock and 1, grows with the shock, and is not larger if passed on once', () => {
    fc.assert(
      fc.property(squares, shocks, (square, shock) => {
        const rows = matrix(square, 16n)
        const linear = debtRank(rows, shock, 'LINEAR')!.level
        const once = debtRank(rows, shock, 'ONCE')!
        const more = debtRank(
          rows,
          shock.map((one) => Math.min(1, one + 0.125)),
          'LINEAR',
        )!.level
        expect(once.rounds).toBeLessThanOrEqual(shock.length)
        shock.forEach((one, node) => {
          expect(once.level[node]).toBeGreaterThanOrEqual(one)
          expect(linear[node]! + 1e-12).toBeGreaterThanOrEqual(once.level[node]!)
          expect(more[node]).toBeGreaterThanOrEqual(linear[node]!)
          expect(linear[node]).toBeLessThanOrEqual(1)
        })
      }),
    )
  })

  test('has no value if it does not settle in time, and refuses a shock outside [0, 1]', () => {
    const slow = matrix([[9_999_999]], 10_000_000n)
    expect(debtRank(slow, [1e-7], 'LINEAR')).toBeNull()
    expect(() => debtRank(CYCLE, [1.5, 0, 0], 'ONCE')).toThrow(RangeError)
  })
})

/** Four nodes without loops; entries 0 to 4. */
const squares = fc
  .array(fc.array(fc.nat(4), { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 })
  .map((rows) => rows.map((row, i) => row.map((one, j) => (i === j ? 0 : one))))
const shocks = fc.array(
  fc.nat(8).map((eighths) => eighths / 8),
  { minLength: 4, maxLength: 4 },
)

const isOrdered = (a: Ratio, b: Ratio) => a.num * b.den <= b.num * a.den

/** Largest sum of a row of the 64th power. */
function normOfPower(square: readonly (readonly number[])[]): number {
  let power = square
  for (let doubling = 0; doubling < 6; doubling++) {
    power = power.map((row) =>
      row.map((_, j) => row.reduce((sum, one, k) => sum + one * power[k]![j]!, 0)),
    )
  }
  return Math.max(...power.map((row) => row.reduce((sum, one) => sum + one, 0)))
}
