import { describe, expect, test } from 'vitest'
import { atPar, stakeGraph, toyGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { hhi } from '../concentration/herfindahl'
import { bucketStake } from '../graph/bucket-stake'
import { exposure } from '../graph/exposure'
import type { StakeGraph } from '../graph/graph'
import { ratio } from '../math/ratio'
import { controlledStake, redistributedStake, setsWithStake } from './controllers'

function input(graph: StakeGraph) {
  const valuation = atPar(graph)
  return [
    exposure(graph, 'SLASHABLE', valuation, 'SET', 'BUCKET'),
    bucketStake(graph, valuation),
  ] as const
}

const toy = input(toyGraph())
const vault = input(vaultGraph())

describe('stake under slashers (toy network: sets can slash 32, 21 and 5; sums by hand)', () => {
  test('of one slasher is that of all its sets; HHI of 53 and 5 of 58', () => {
    const { controllers, unknown, unknownSets } = controlledStake(...toy, ['0xa', '0xa', '0xb'])
    expect(controllers.members).toEqual([
      { id: '0xa', amount: 53n },
      { id: '0xb', amount: 5n },
    ])
    expect(hhi(controllers)).toEqual(ratio(53n * 53n + 25n, 58n * 58n))
    expect({ unknown, unknownSets }).toEqual({ unknown: 0n, unknownSets: [] })
  })

  test('of unknown slashers is counted apart', () => {
    const found = controlledStake(...toy, [null, '0xa', null])
    expect(found.controllers.members).toEqual([{ id: '0xa', amount: 21n }])
    expect(found).toMatchObject({ unknown: 37n, unknownSets: [0, 2] })
  })

  test('of a vault is at most its stake, under each of its slashers', () => {
    expect(controlledStake(...vault, ['0xa', '0xa']).controllers.total).toBe(100n)
    expect(controlledStake(...vault, ['0xa', '0xb']).controllers.members).toEqual([
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
    expect(recipients.members).toEqual([{ id: '0xr', amount: 21n }])
  })

  test('is 0 if all is burnt', () => {
    const { share, recipients } = redistributedStake(...toy, ['NONE', 'NONE', 'NONE'])
    expect(share.value).toEqual(ratio(0n))
    expect(recipients.nullReason).toBe('EMPTY')
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
