import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atPar, stakeGraph, toyGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { whole } from '../../../test/support/risk/values'
import { stakeMatrix } from '../graph/exposure'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { classConcentration, classSplit } from './asset-classes'
import { securityByPool, unpricedServices } from './security'

describe('stake behind all services by pool', () => {
  test('of the toy network is 100 registered and 58 slashable (metrics reference)', () => {
    const toy = toyGraph()
    expect(securityByPool(toy, 'REGISTERED', atPar(toy)).value.map(whole)).toEqual([100n])
    expect(securityByPool(toy, 'SLASHABLE', atPar(toy)).value.map(whole)).toEqual([58n])
  })

  test('is at most the stake of a vault that two networks restake in full', () => {
    const vault = vaultGraph()
    expect(securityByPool(vault, 'SLASHABLE', atPar(vault)).value.map(whole)).toEqual([100n])
  })

  const mixed = stakeGraph({
    operators: ['o1', 'o2', 'o3'],
    sets: { a: 'A', b: 'B' },
    stake: { 'o1/steth': 60n, 'o2/eth': 35n, 'o2/eigen': 5n, 'o3/eth': 999n },
    registered: {
      a: { 'o1/steth': 60n, 'o2/eth': 35n, 'o2/eigen': 5n },
      b: { 'o1/steth': 60n },
    },
  })
  const CLASSES = { eigen: 'EIGEN', eth: 'ETH', steth: 'stETH' }
  const classOf = mixed.pools.map((pool) => CLASSES[pool as keyof typeof CLASSES])

  test('counts shared stake once, and operators without a service not at all: HHI .485 by asset (metrics reference)', () => {
    const all = securityByPool(mixed, 'REGISTERED', atPar(mixed))
    expect(classConcentration(classSplit(all, 0, classOf))).toEqual(ratio(485n, 1000n))
  })

  test('without a price is unknown, and stands behind the services that are listed', () => {
    const weights = mixed.pools.map((pool) => (pool === 'eigen' ? null : 1n))
    const valuation = new Valuation(weights, 1n)
    const [eigen, ...priced] = securityByPool(mixed, 'REGISTERED', valuation).value
    expect(eigen!.isUnknown).toBe(true)
    expect(priced.map(whole)).toEqual([35n, 60n])
    const unpriced = (by: Valuation) => [
      ...unpricedServices(stakeMatrix(mixed, 'REGISTERED', by, 'SERVICE', 'POOL')),
    ]
    expect(unpriced(valuation)).toEqual([0])
    expect(unpriced(atPar(mixed))).toEqual([])
  })

  test('on EigenLayer is the sum of what services can slash, as their parts do not overlap', () => {
    const amount = fc.bigInt({ min: 0n, max: 50n })
    fc.assert(
      fc.property(amount, amount, amount, (x, y, z) => {
        const graph = stakeGraph({
          operators: ['o'],
          sets: { a: 'A', b: 'B' },
          stake: { 'o/p': x + y + z },
          registered: {},
          slashable: { a: { 'o/p': x }, b: { 'o/p': y } },
        })
        const all = securityByPool(graph, 'SLASHABLE', atPar(graph))
        expect(whole(Value.sum(all.value, all.none))).toBe(x + y)
      }),
    )
  })
})
