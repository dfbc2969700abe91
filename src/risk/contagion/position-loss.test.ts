import { expect, test } from 'vitest'
import { stakeGraph } from '../../../test/support/risk/risk-graph'
import { whole } from '../../../test/support/risk/values'
import type { StakeGraph } from '../graph/graph'
import { ratio } from '../math/ratio'
import { WAD } from '../math/wad'
import { Valuation } from '../value/valuation'
import { positionLoss } from './position-loss'
import { Simulation } from './simulation'

const spec = (stake: bigint, queued: bigint): StakeGraph =>
  stakeGraph({
    operators: ['O'],
    sets: { T: 'S' },
    stake: { 'O/P': stake },
    queued: { 'O/P': queued },
    maxMagnitude: { 'O/P': WAD },
    registered: { T: { 'O/P': stake } },
    slashable: { T: { 'O/P': stake / 2n } },
    magnitude: { T: { 'O/P': WAD / 2n } },
  })

test('stakers lose their part of what a slashing takes, in the queue, too; the AVS that slashes is named', () => {
  const simulation = new Simulation(spec(1000n, 400n))
  simulation.slash(0, WAD)
  expect(simulation.lost).toEqual([500n])
  expect(simulation.lostInQueue).toEqual([200n])
  const found = positionLoss(simulation, spec(100n, 300n), new Valuation([2n], 4n))
  expect(found.byPool).toEqual([{ pool: 0, delegated: 50n, queued: 150n }])
  expect(found.byService.map(({ service, loss }) => [service, whole(loss)])).toEqual([[0, 100n]])
  expect(whole(found.value)).toBe(100n)
})

test('what is lost otherwise is of no AVS, and the queue does not lose it', () => {
  const simulation = new Simulation(spec(1000n, 400n))
  simulation.loseShare(0, ratio(1n, 10n))
  const found = positionLoss(simulation, spec(100n, 300n), new Valuation([1n], 1n))
  expect(found.byPool).toEqual([{ pool: 0, delegated: 10n, queued: 0n }])
  expect(found.byService).toEqual([])
  expect(whole(found.value)).toBe(10n)
})
