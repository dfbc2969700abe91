import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  atPar,
  type GraphSpec,
  stakeGraph,
  vaultGraph,
} from '../../../test/support/risk/risk-graph'
import { whole } from '../../../test/support/risk/values'
import { capitalAtRiskByOperator } from '../leverage/capital-at-risk'
import { addedLosses, operatorLosses } from '../look-through/look-through-losses'
import { ratio } from '../math/ratio'
import { distributionFigures } from '../rankings/network-figures'
import { heldCells } from '../series/held-cells'
import { populationFigure } from '../series/population-figure'
import { columnStakes } from './columns'
import { delegatedByOperator, isAdditive, stakeByOperator } from './delegated'
import { stakeMatrix } from './exposure'
import type { Basis } from './graph'
import { holdings } from './holdings'
import { poolSums, worthOfPools } from './pool-sums'
import type { HolderKind, StakeScope } from './stake-scope'

const ALL: StakeScope = { operator: null, pool: null, service: null, set: null }

describe('a vault of 100 that two networks restake, A 50 and 60, B 40 and 70 (golden vectors)', () => {
  const vault = vaultGraph()
  const held = (of: HolderKind, basis: Basis, scope: Partial<StakeScope> = {}) => {
    return holdings(vault, of, basis, { ...ALL, ...scope }).map(({ id, amount }) => [id, amount])
  }

  test('is delegated to each operator as much as one network counts on, which does not add up', () => {
    expect(delegatedByOperator(vault)).toEqual([new Map([[0, 60n]]), new Map([[0, 70n]])])
    expect(isAdditive(vault)).toBe(false)
    expect(
      isAdditive(
        vault,
        () => true,
        (operator) => operator === 1,
      ),
    ).toBe(true)
    expect(isAdditive(vault, () => false)).toBe(true)
  })

  test('has no shares of delegated stake, but its stake once', () => {
    const found = distributionFigures(vault, atPar(vault), ratio(1n, 3n))
    expect(stakeByOperator(vault, atPar(vault)).map(whole)).toEqual([60n, 70n])
    expect(whole(worthOfPools(atPar(vault), poolSums(vault).stake))).toBe(100n)
    expect(found).toEqual({ holders: 2, hhi: null, nakamoto: null, topShare: null })
    const cells = heldCells(vault, 'OPERATORS', 'DELEGATED', ALL)
    cells.update(vault.commitments.set.keys(), vault.buckets.cap.keys())
    expect(cells.totals().get(0)).toBe(130n)
    const figure = populationFigure(
      {
        holders: () => ({ size: 2, coverage: null, total: null }) as never,
        nothing: () => 'EMPTY',
        isAdditive: () => false,
      },
      'HHI',
      { k: 1, threshold: ratio(1n, 3n) },
    )
    expect(figure(atPar(vault))).toMatchObject({ value: null, nullReason: 'NOT_ADDITIVE' })
  })

  test('holds its stake once as a pool, and the sum of its promises as a network', () => {
    expect(held('OPERATORS', 'DELEGATED')).toEqual([
      ['A', 60n],
      ['B', 70n],
    ])
    expect(held('POOLS', 'DELEGATED')).toEqual([['V', 100n]])
    expect(held('POOLS', 'REGISTERED')).toEqual([['V', 100n]])
    expect(held('POOLS', 'DELEGATED', { operator: 0 })).toEqual([['V', 60n]])
    expect(held('SERVICES', 'REGISTERED')).toEqual([
      ['N1', 90n],
      ['N2', 130n],
    ])
    expect(held('SERVICES', 'DELEGATED')).toEqual([
      ['N1', 100n],
      ['N2', 100n],
    ])
    expect(held('OPERATORS', 'DELEGATED', { service: 0 })).toEqual([
      ['A', 60n],
      ['B', 70n],
    ])
    expect(held('OPERATORS', 'REGISTERED', { service: 0 })).toEqual([
      ['A', 50n],
      ['B', 40n],
    ])
    const delegated = stakeMatrix(vault, 'DELEGATED', atPar(vault))
    expect(columnStakes(delegated).map(whole)).toEqual([130n, 130n])
  })

  test('can lose all of it by either operator, and not twice by both', () => {
    expect(capitalAtRiskByOperator(vault, atPar(vault)).map(whole)).toEqual([100n, 100n])
    const half = [{ bucket: 0, pool: 0, amount: 50n }]
    expect(() => operatorLosses(vault, half, atPar(vault))).toThrow(RangeError)
    const losses = addedLosses(vault, half, atPar(vault))
    expect(losses.map(({ operator, loss }) => [operator, whole(loss)])).toEqual([[0, 50n]])
  })
})

const amount = fc.bigInt({ min: 0n, max: 9n })
/** Two operators with stake of their own and parts of two vaults, in three sets of two services. */
const mixed = fc
  .array(fc.tuple(amount, amount, fc.boolean()), { minLength: 18, maxLength: 18 })
  .map((cells) => {
    const keys = ['a/p', 'a/v', 'a/w', 'b/p', 'b/v', 'b/w']
    const stake = { 'a/p': 5n, 'b/p': 7n, v: 8n, w: 6n }
    const by = (part: (index: number, key: string) => bigint | null) =>
      Object.fromEntries(
        ['e', 'f', 'g'].map((set, row) => [
          set,
          Object.fromEntries(
            keys.flatMap((key, column) => {
              const value = part(row * keys.length + column, key)
              return value === null ? [] : [[key, value]]
            }),
          ),
        ]),
      )
    const spec: GraphSpec = {
      operators: ['a', 'b'],
      sets: { e: 's', f: 's', g: 't' },
      stake,
      registered: by((index, key) => {
        if (!cells[index]![2]) return null
        return key.endsWith('/p') ? stake[key as 'a/p'] : cells[index]![0]
      }),
      slashable: by((index) => cells[index]![1]),
    }
    return stakeGraph(spec)
  })

const SCOPES: Partial<StakeScope>[] = [{}, { service: 0 }, { set: 2 }, { operator: 1 }, { pool: 1 }]
const sorted = (list: readonly { id: string; pool: string | null; amount: bigint }[]) =>
  list
    .filter((one) => one.amount > 0n)
    .map(({ id, pool, amount }) => `${id} ${pool} ${amount}`)
    .sort()

test('holdings that are kept up to date equal those that are added up, with vaults and without', () => {
  fc.assert(
    fc.property(mixed, mixed, (first, second) => {
      for (const of of ['OPERATORS', 'POOLS', 'SERVICES', 'SETS'] as const) {
        for (const basis of ['DELEGATED', 'REGISTERED', 'SLASHABLE'] as const) {
          for (const part of SCOPES) {
            const scope = { ...ALL, ...part }
            for (const graph of [first, second]) {
              const cells = heldCells(graph, of, basis, scope)
              cells.update(graph.commitments.set.keys(), graph.buckets.cap.keys())
              const expected = sorted(holdings(graph, of, basis, scope))
              expect(sorted(cells.list())).toEqual(expected)
              // An update without a change adds nothing.
              cells.update(graph.commitments.set.keys(), graph.buckets.cap.keys())
              expect(sorted(cells.list())).toEqual(expected)
            }
          }
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('services hold what the columns of the matrix add up to, with vaults and without', () => {
  fc.assert(
    fc.property(mixed, (graph) => {
      for (const basis of ['REGISTERED', 'SLASHABLE'] as const) {
        const columns = columnStakes(stakeMatrix(graph, basis, atPar(graph))).map(whole)
        const held = new Map<string, bigint>()
        for (const { id, amount } of holdings(graph, 'SERVICES', basis, ALL)) {
          held.set(id, (held.get(id) ?? 0n) + amount)
        }
        expect(graph.services.map((id) => held.get(id) ?? 0n)).toEqual(columns)
      }
    }),
  )
})
