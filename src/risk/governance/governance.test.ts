import { describe, expect, test } from 'vitest'
import { stakeGraph, toyGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { blocksToExit, exitGap } from '../base-layer/exit-gap'
import { redistributionByPool } from '../leverage/redistribution'

describe('the exit gap', () => {
  test('of a slasher change on mainnet is -25200: 100800 blocks to exit, 126000 of notice (metrics reference)', () => {
    // SlasherUpdated emits block + delay + 1.
    expect(exitGap(blocksToExit(100_800, 100_800), 126_001)).toBe(-25_200)
  })

  test('counts the longer of the two delays', () => {
    expect(blocksToExit(64, 48)).toBe(65)
    expect(blocksToExit(48, 64)).toBe(65)
  })

  test('is positive if the notice is shorter, and unknown without a delay', () => {
    expect(exitGap(65, 1)).toBe(64)
    expect(exitGap(blocksToExit(null, 48), 76)).toBeNull()
    expect(exitGap(blocksToExit(64, null), 76)).toBeNull()
    expect(exitGap(65, null)).toBeNull()
  })
})

describe('redistribution by pool', () => {
  test('in the toy network: 32 of S1 of 58 (slashable stake of the metrics reference)', () => {
    expect(redistributionByPool(toyGraph(), [true, false, false])).toEqual([
      { pool: 0, slashable: 58n, redistributing: 32n },
    ])
  })

  test('of a vault is at most its stake, whatever it promised', () => {
    expect(redistributionByPool(vaultGraph(), [true, false])).toEqual([
      { pool: 0, slashable: 100n, redistributing: 90n },
    ])
  })

  test('is counted by pool, without pools that have no slashable stake', () => {
    const graph = stakeGraph({
      operators: ['o'],
      sets: { e: 's', f: 's' },
      stake: { 'o/p': 10n, 'o/q': 10n, 'o/r': 10n },
      registered: { e: { 'o/r': 10n } },
      slashable: { e: { 'o/p': 2n, 'o/q': 3n }, f: { 'o/q': 4n } },
    })
    expect(redistributionByPool(graph, [false, true])).toEqual([
      { pool: 0, slashable: 2n, redistributing: 0n },
      { pool: 1, slashable: 7n, redistributing: 4n },
    ])
  })
})
