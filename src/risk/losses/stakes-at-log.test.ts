import { describe, expect, test } from 'vitest'
import { WAD } from '../math/wad'
import { type StakeChange, stakesAfter } from './stakes-at-log'

const twice = 2n * WAD
const before = {
  stakes: [{ staker: 'a', operator: 'op', deposit: 100n, scaling: WAD, beacon: WAD }],
  queued: [{ staker: 'a', scaled: 7n, beacon: WAD }],
}
const after = (...changes: StakeChange[]) => stakesAfter(before, 'op', changes)
const queue = (scaled: bigint, operator = 'op', isNative = false): StakeChange => {
  return { kind: 'queued', staker: 'a', operator, scaled, isNative }
}

describe('stakes at a log, from those of the block before', () => {
  test('without changes are those of the block before', () => {
    expect(after()).toEqual(before)
  })

  test('have who came, with what the delegation scales', () => {
    const { stakes } = after(
      { kind: 'deposited', staker: 'new', shares: 40n },
      { kind: 'delegated', staker: 'new', operator: 'op' },
      { kind: 'scalingFactor', staker: 'new', factor: twice },
    )
    expect(stakes[1]).toEqual({
      staker: 'new',
      operator: 'op',
      deposit: 40n,
      scaling: twice,
      beacon: WAD,
    })
  })

  // DelegationManager.undelegate: StakerUndelegated, a reset of the factor, SlashingWithdrawalQueued from the operator.
  test('of who left are in the queue of the operator', () => {
    const { stakes, queued } = after(
      { kind: 'scalingFactor', staker: 'a', factor: twice },
      { kind: 'delegated', staker: 'a', operator: null },
      { kind: 'scalingFactor', staker: 'a', factor: WAD },
      queue(200n),
    )
    expect(stakes).toEqual([{ ...before.stakes[0], operator: null, deposit: 0n }])
    expect(queued).toEqual([...before.queued, { staker: 'a', scaled: 200n, beacon: WAD }])
  })

  test('lose the shares of a withdrawal, rounded up, and keep the rest', () => {
    const factor = (3n * WAD) / 2n
    const { stakes } = after({ kind: 'scalingFactor', staker: 'a', factor }, queue(31n))
    expect(stakes[0]).toMatchObject({ deposit: 79n, scaling: factor })
  })

  test('of another operator are not in its queue', () => {
    const { queued } = after(queue(10n, 'other'))
    expect(queued).toEqual(before.queued)
  })

  test('in native ETH have the total that is emitted, and beacon chain factors scale the queue', () => {
    const { stakes, queued } = after(
      { kind: 'nativeShares', staker: 'a', total: 60n },
      queue(40n, 'op', true),
      { kind: 'beaconChainFactor', staker: 'a', factor: WAD / 2n },
    )
    expect(stakes[0]).toMatchObject({ deposit: 60n, beacon: WAD / 2n })
    expect(queued.map(({ scaled, beacon }) => [scaled, beacon])).toEqual([
      [7n, WAD / 2n],
      [40n, WAD / 2n],
    ])
  })

  test('follow the order of the logs', () => {
    const deposit: StakeChange = { kind: 'deposited', staker: 'a', shares: 50n }
    expect(after(queue(100n), deposit).stakes[0]!.deposit).toBe(50n)
    expect(after(deposit, queue(100n)).stakes[0]!.deposit).toBe(50n)
    expect(after(deposit, queue(150n), deposit).stakes[0]!.deposit).toBe(50n)
  })
})
