import { describe, expect, test } from 'vitest'
import { atPar, stakeGraph, toyGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { whole } from '../../../test/support/risk/values'
import { hhi } from '../concentration/herfindahl'
import { population } from '../concentration/population'
import { stakeOfBuckets } from '../graph/bucket-stake'
import { stakeMatrix } from '../graph/exposure'
import type { StakeGraph } from '../graph/graph'
import { ratio } from '../math/ratio'
import { type Controlled, controlledStake, redistributedStake, setsWithStake } from './controllers'

function input(graph: StakeGraph) {
  const valuation = atPar(graph)
  return [
    stakeMatrix(graph, 'SLASHABLE', valuation, 'SET', 'BUCKET'),
    stakeOfBuckets(graph, valuation),
  ] as const
}

const amounts = (controllers: readonly Controlled[]) =>
  controllers.map(({ id, stake }) => ({ id, amount: whole(stake) }))

const toy = input(toyGraph())
const vault = input(vaultGraph())

describe('stake under slashers (toy network: sets can slash 32, 21 and 5; sums by hand)', () => {
  test('of one slasher is that of all its sets; HHI of 53 and 5 of 58', () => {
    const { controllers, unknown, unknownSets } = controlledStake(...toy, ['0xa', '0xa', '0xb'])
    expect(amounts(controllers)).toEqual([
      { id: '0xa', amount: 53n },
      { id: '0xb', amount: 5n },
    ])
    expect(hhi(population(amounts(controllers)))).toEqual(ratio(53n * 53n + 25n, 58n * 58n))
    expect([whole(unknown), unknownSets]).toEqual([0n, []])
  })

  test('of unknown slashers is counted apart', () => {
    const found = controlledStake(...toy, [null, '0xa', null])
    expect(amounts(found.controllers)).toEqual([{ id: '0xa', amount: 21n }])
    expect([whole(found.unknown), found.unknownSets]).toEqual([37n, [0, 2]])
  })

  test('of a vault is at most its stake, under each of its slashers', () => {
    const { controllers } = controlledStake(...vault, ['0xa', '0xa'])
    expect(amounts(controllers)).toEqual([{ id: '0xa', amount: 100n }])
    expect(amounts(controlledStake(...vault, ['0xa', '0xb']).controllers)).toEqual([
      { id: '0xb', amount: 100n },
      { id: '0xa', amount: 90n },
    ])
  })
})

test('sets with stake are those that can slash something', () => {
  const some = stakeGraph({
    operators: ['o'],
    sets: { e: 's', f: 's', g: 's' },
    stake: { 'o/p': 5n },
    registered: { e: { 'o/p': 5n }, f: { 'o/p': 5n } },
    slashable: { f: { 'o/p': 2n } },
  })
  expect(setsWithStake(input(some)[0])).toEqual([false, true, false])
})

describe('redistribution (toy network, sums by hand)', () => {
  test('is 21 of 58 if S2 redistributes', () => {
    const { share, recipients } = redistributedStake(...toy, ['NONE', '0xr', 'NONE'])
    expect(share.value).toEqual(ratio(21n, 58n))
    expect(amounts(recipients)).toEqual([{ id: '0xr', amount: 21n }])
  })

  test('is 0 if all is burnt', () => {
    const { share, recipients } = redistributedStake(...toy, ['NONE', 'NONE', 'NONE'])
    expect(share.value).toEqual(ratio(0n))
    expect(recipients).toEqual([])
  })

  test('is unknown while the recipient of a set with slashable stake is unknown', () => {
    expect(redistributedStake(...toy, ['0xr', null, 'NONE']).share.nullReason).toBe(
      'UNKNOWN_RECIPIENT',
    )
  })

  test('is unknown if nothing can be slashed', () => {
    const idle = stakeGraph({ operators: [], sets: { e: 's' }, stake: {}, registered: {} })
    expect(redistributedStake(...input(idle), ['NONE']).share.nullReason).toBe('EMPTY')
  })
})
