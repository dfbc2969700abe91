import { describe, expect, test } from 'vitest'
import { WAD } from '../math/wad'
import { slashingLosses } from './slashing-losses'

const half = WAD / 2n
const quarter = WAD / 4n
const slashed = {
  before: WAD,
  after: half,
  isNative: false,
  delegated: [{ staker: 'a', deposit: 100n, scaling: WAD, beacon: half }],
  queued: [],
}

describe('what a slashing takes of each staker', () => {
  test('is the part of the magnitude; in native ETH the beacon chain factor scales both sides', () => {
    expect(slashingLosses(slashed)).toEqual([
      { staker: 'a', before: 100n, after: 50n, queuedLoss: 0n, loss: 50n },
    ])
    expect(slashingLosses({ ...slashed, isNative: true })).toEqual([
      { staker: 'a', before: 50n, after: 25n, queuedLoss: 0n, loss: 25n },
    ])
  })

  test('adds the loss of every queued withdrawal, also of a staker that no longer delegates', () => {
    const queued = [
      { staker: 'a', scaled: 10n, beacon: WAD },
      { staker: 'a', scaled: 4n, beacon: WAD },
      { staker: 'gone', scaled: 8n, beacon: WAD },
    ]
    expect(slashingLosses({ ...slashed, queued })).toEqual([
      { staker: 'a', before: 100n, after: 50n, queuedLoss: 7n, loss: 57n },
      { staker: 'gone', before: 0n, after: 0n, queuedLoss: 4n, loss: 4n },
    ])
  })

  test('scales deposits, rounds as the contracts do, and leaves out those that lost nothing', () => {
    const delegated = [
      { staker: 'a', deposit: 7n, scaling: half, beacon: WAD },
      { staker: 'dust', deposit: 1n, scaling: quarter, beacon: WAD },
    ]
    // 7 / 2 is 3; half of it is 1.
    expect(slashingLosses({ ...slashed, delegated })).toEqual([
      { staker: 'a', before: 3n, after: 1n, queuedLoss: 0n, loss: 2n },
    ])
  })
})
