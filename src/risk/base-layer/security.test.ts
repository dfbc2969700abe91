import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atPar, stakeGraph, toyGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { hhi } from '../concentration/herfindahl'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { classSplit } from './asset-classes'
import { securityByPool, unpricedServices } from './security'

describe('stake behind all services by pool', () => {
  test('of the toy network is 100 registered and 58 slashable (metrics reference)', () => {
    const toy = toyGraph()
    expect(securityByPool(toy, 'REGISTERED', atPar(toy)).value).toEqual([100n])
    expect(securityByPool(toy, 'SLASHABLE', atPar(toy)).value).toEqual([58n])
  })

  test('is at most the stake of a vault that two networks restake in full', () => {
    const vault = vaultGraph()
    expect(securityByPool(vault, 'SLASHABLE', atPar(vault)).value).toEqual([100n])
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
    expect(hhi(classSplit(all, 0, classOf).classes)).toEqual(ratio(485n, 1000n))
  })

  test('leaves out unpriced stake, and lists the services that it stands behind', () => {
    const weights = mixed.pools.map((pool) => (pool === 'eigen' ? null : 1n))
    const valuation = new Valuation(weights, 1n)
    expect(securityByPool(mixed, 'REGISTERED', valuation).value).toEqual([35n, 60n])
    expect([...unpricedServices(mixed, 'REGISTERED', valuation)]).toEqual([0])
    expect(unpricedServices(mixed, 'REGISTERED', atPar(mixed)).size).toBe(0)
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
        const [all = 0n] = securityByPool(graph, 'SLASHABLE', atPar(graph)).value
        expect(all).toBe(x + y)
      }),
    )
  })
})
