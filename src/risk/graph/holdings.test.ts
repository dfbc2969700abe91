import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atPar, stakeGraph, toyGraph } from '../../../test/support/risk/risk-graph'
import { nativePopulation } from '../concentration/native-population'
import { columnTotals } from './columns'
import { exposure } from './exposure'
import type { Basis, StakerLayer } from './graph'
import { holdings, stakeByPool, stakerHoldings } from './holdings'
import type { HolderKind, StakeScope } from './stake-scope'

const ALL: StakeScope = { operator: null, pool: null, service: null, set: null }
const BASES: Basis[] = ['DELEGATED', 'REGISTERED', 'SLASHABLE', 'MIN_SLASHABLE']

/** What each member holds, zeros included, in one pool. */
function held(
  graph: ReturnType<typeof stakeGraph>,
  of: HolderKind,
  basis: Basis,
  scope: Partial<StakeScope> = {},
) {
  const list = holdings(graph, of, basis, { ...ALL, ...scope })
  const { population } = nativePopulation(list, { includeZeros: true })
  return Object.fromEntries(population!.members.map(({ id, amount }) => [id, amount]))
}

describe('toy network of the metrics reference', () => {
  test('operators hold 50, 30, 15, 5, services 95, 80, 55, of which they can slash 32, 21, 5', () => {
    const toy = toyGraph()
    expect(held(toy, 'OPERATORS', 'DELEGATED')).toEqual({ O1: 50n, O2: 30n, O3: 15n, O4: 5n })
    expect(held(toy, 'SERVICES', 'REGISTERED')).toEqual({ S1: 95n, S2: 80n, S3: 55n })
    expect(held(toy, 'SERVICES', 'SLASHABLE')).toMatchObject({ S1: 32n, S2: 21n, S3: 5n })
    const first = { service: 0 }
    expect(held(toy, 'OPERATORS', 'REGISTERED', first)).toEqual({ O1: 50n, O2: 30n, O3: 15n })
    // O3 is a member of S1, and could have more than the 3 that can be slashed.
    expect(held(toy, 'OPERATORS', 'SLASHABLE', first)).toEqual({ O1: 20n, O2: 9n, O3: 3n })
  })
})

describe('holdings, by the definitions', () => {
  const graph = stakeGraph({
    operators: ['gone', 'here', 'idle'],
    sets: { a1: 'a', a2: 'a' },
    stake: { 'gone/p': 7n, 'here/p': 10n, 'idle/p': 0n },
    registered: { a1: { 'here/p': 10n, 'idle/p': 0n }, a2: { 'here/p': 10n } },
    slashable: { a1: { 'here/p': 2n, 'gone/p': 6n }, a2: { 'here/p': 3n } },
    minSlashable: { a1: { 'here/p': 1n }, a2: { 'here/p': 3n } },
  })

  test('a bucket that two sets of a service accept counts once; slashable amounts add up', () => {
    expect(held(graph, 'SERVICES', 'REGISTERED')).toEqual({ a: 10n })
    expect(held(graph, 'SETS', 'REGISTERED')).toEqual({ a1: 10n, a2: 10n })
    expect(held(graph, 'SERVICES', 'SLASHABLE')).toEqual({ a: 11n })
    expect(held(graph, 'SERVICES', 'MIN_SLASHABLE')).toEqual({ a: 4n })
  })

  test('an operator that left is no registered member, not even with 0, and can still be slashed', () => {
    expect(held(graph, 'OPERATORS', 'REGISTERED')).toEqual({ here: 10n, idle: 0n })
    expect(held(graph, 'OPERATORS', 'SLASHABLE')).toEqual({ gone: 6n, here: 5n, idle: 0n })
    expect(held(graph, 'OPERATORS', 'DELEGATED')).toEqual({ gone: 7n, here: 10n, idle: 0n })
    expect(held(graph, 'OPERATORS', 'DELEGATED', { service: 0 })).toEqual({ here: 10n, idle: 0n })
  })

  test('a scope narrows to one operator, one set, one pool', () => {
    expect(held(graph, 'SETS', 'SLASHABLE', { operator: 0 })).toEqual({ a1: 6n })
    expect(held(graph, 'OPERATORS', 'SLASHABLE', { set: 1 })).toEqual({ here: 3n })
    expect(held(graph, 'POOLS', 'DELEGATED', { pool: 0 })).toEqual({ p: 17n })
  })
})

test('services hold the column totals of the exposure matrix, on every basis', () => {
  const amount = fc.option(fc.bigInt({ min: 0n, max: 9n }), { nil: null })
  const line = fc.tuple(fc.bigInt({ min: 0n, max: 30n }), amount, amount, amount)
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 5 }),
      fc.array(fc.boolean()),
      (rows, left) => {
        const key = (row: number) => `o${row}/p`
        const by = (
          part: (row: number, set: number) => bigint | null,
          isKept: (row: number) => boolean,
        ) =>
          Object.fromEntries(
            ['e', 'f', 'g'].map((id, set) => [
              id,
              Object.fromEntries(
                rows.flatMap((_, row) => {
                  const value = part(row, set)
                  return value === null || !isKept(row) ? [] : [[key(row), value] as const]
                }),
              ),
            ]),
          )
        const graph = stakeGraph({
          operators: rows.map((_, row) => `o${row}`),
          sets: { e: 's', f: 's', g: 't' },
          stake: Object.fromEntries(rows.map(([cap], row) => [key(row), cap])),
          registered: by(
            (row, set) => (rows[row]![set + 1] === null ? null : rows[row]![0]),
            (row) => !left[row],
          ),
          slashable: by(
            (row, set) => rows[row]![set + 1] as bigint | null,
            () => true,
          ),
        })
        for (const basis of BASES) {
          const found = held(graph, 'SERVICES', basis)
          columnTotals(exposure(graph, basis, atPar(graph))).forEach((total, service) => {
            expect([basis, found[graph.services[service]!] ?? 0n]).toEqual([basis, total])
          })
        }
      },
    ),
  )
})

test('stake by pool lists pools with stake; a scope that does not exist has none', () => {
  const graph = stakeGraph({
    operators: ['a', 'b'],
    sets: { s: 'S' },
    stake: { 'a/p': 2n, 'b/p': 3n, 'a/q': 0n },
    registered: { s: { 'a/p': 2n } },
  })
  expect(stakeByPool(graph, 'DELEGATED', ALL)).toEqual(new Map([['p', 5n]]))
  expect(stakeByPool(graph, 'REGISTERED', { ...ALL, set: 0 })).toEqual(new Map([['p', 2n]]))
  expect(stakeByPool(graph, 'DELEGATED', null)).toEqual(new Map())
})

test('holdings of stakers are their delegated positions, by pool', () => {
  const layer: StakerLayer = {
    stakers: ['x', 'y', 'z'],
    operatorOf: Int32Array.from([0, -1, 1]),
    staker: Int32Array.from([0, 1, 2, 0]),
    pool: Int32Array.from([0, 0, 0, 1]),
    amount: [5n, 7n, 9n, 1n],
  }
  const buckets = { operator: Int32Array.of(0, 1), pool: Int32Array.of(0, 1) }
  expect(stakerHoldings({ pools: ['p', 'q'], buckets }, layer)).toEqual([
    { id: 'x', pool: 'p', amount: 5n },
    { id: 'z', pool: 'p', amount: 9n },
    { id: 'x', pool: 'q', amount: 1n },
  ])
})
