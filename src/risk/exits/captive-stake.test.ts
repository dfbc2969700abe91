import { describe, expect, test } from 'vitest'
import type { StakeGraph } from '../graph/graph'
import { WAD } from '../math/wad'
import {
  type AllocationDelay,
  blocksToBind,
  type CaptiveInput,
  captiveStakes,
  delayInEffect,
  sumOfCaptive,
} from './captive-stake'

const delay = (
  stored: number | null,
  pending: number | null = null,
  effectBlock: number | null = null,
): AllocationDelay => ({ stored, pending, effectBlock })

describe('blocks until an allocation can be in effect', () => {
  // AllocationManager.getAllocationDelay: a pending delay replaces the other when block >= effectBlock.
  test.each<[string, AllocationDelay, number | null, number | null]>([
    ['a delay', delay(7), 7, 7],
    ['none: it cannot allocate', delay(null), null, null],
    ['a pending one that is in effect', delay(7, 0, 100), 0, 0],
    ['a pending one that is shorter, with the wait for it', delay(50, 0, 110), 50, 10],
    ['a pending one that is longer', delay(7, 90, 101), 7, 7],
    ['a first one that is pending', delay(null, 5, 120), null, 25],
  ])('%s', (_, given, inEffect, toBind) => {
    expect(delayInEffect(given, 100)).toBe(inEffect)
    expect(blocksToBind(given, 100)).toBe(toBind)
  })
})

/** Operators a, b, c with 1,000 shares each in pool p; set 0 burns, set 1 redistributes: each has a tenth of a. */
const graph: StakeGraph = {
  operators: ['a', 'b', 'c'],
  services: ['s'],
  sets: [0, 1].map((id) => ({ id: `s/${id}`, service: 0, slashes: true, accepts: [0] })),
  pools: ['p'],
  buckets: {
    operator: Int32Array.of(0, 1, 2),
    pool: Int32Array.of(0, 0, 0),
    cap: [1000n, 1000n, 1000n],
    queued: null,
    maxMagnitude: [WAD, WAD / 2n, WAD],
  },
  commitments: {
    operator: Int32Array.of(0, 0),
    set: Int32Array.of(0, 1),
    bucket: Int32Array.of(0, 0),
    isRegistered: Uint8Array.of(1, 1),
    registered: [1000n, 1000n],
    slashable: [100n, 100n],
    minSlashable: [100n, 100n],
    magnitude: [WAD / 10n, WAD / 10n],
    minMagnitude: [WAD / 10n, WAD / 10n],
  },
  unknownBases: [],
}

const input: CaptiveInput = {
  block: 100,
  withdrawalDelay: 10,
  delays: new Map([
    ['a', delay(0)],
    ['b', delay(10)],
    ['c', delay(11)],
  ]),
  encumbered: new Map([['a-p', (WAD * 6n) / 10n]]),
  queue: [
    { operator: 'a', pool: 'p', startBlock: 90, withdrawals: 1, shares: 0n, scaled: 50n },
    { operator: 'b', pool: 'p', startBlock: 99, withdrawals: 1, shares: 0n, scaled: 50n },
    { operator: 'b', pool: 'p', startBlock: 100, withdrawals: 1, shares: 0n, scaled: 7n },
  ],
  redistributes: [false, true],
  isRedistributable: () => true,
}

// By hand. The way out takes 11 blocks: b can bind its stake in the last block, c one too late.
test('stake that can be bound before the way out, and what of the queue it can still reach', () => {
  const stakes = captiveStakes(graph, input)
  expect(stakes).toEqual(
    [
      {
        operator: 'b',
        pool: 'p',
        delay: 10,
        blocksToBind: 10,
        shares: 1000n,
        bindable: 1000n,
        // Only what was queued in this block: 7 scaled shares at 1/2 are 3, and all magnitude is free.
        bindableQueued: 3n,
        redistributable: 1003n,
        slashable: 0n,
        redistributing: 0n,
      },
      {
        operator: 'a',
        pool: 'p',
        delay: 0,
        blocksToBind: 0,
        shares: 1000n,
        bindable: 400n,
        // 50 - ceil(50 * .6)
        bindableQueued: 20n,
        redistributable: 420n,
        slashable: 200n,
        redistributing: 100n,
      },
    ].sort((x, y) => (x.bindable > y.bindable ? -1 : 1)),
  )
  expect(sumOfCaptive(stakes)).toEqual({
    operators: 2,
    shares: 2000n,
    bindable: 1400n,
    bindableQueued: 23n,
    redistributable: 1423n,
    slashable: 200n,
    redistributing: 100n,
  })
})

test('a pool that no redistributing set may have, and an unknown deallocation delay', () => {
  const [stake] = captiveStakes(
    { ...graph, unknownBases: ['SLASHABLE'] },
    { ...input, isRedistributable: () => false },
  )
  expect(stake).toMatchObject({ redistributable: 0n, slashable: null, redistributing: null })
  expect(sumOfCaptive([stake!])).toMatchObject({ slashable: null, bindable: 1000n })
})
