import { expect, test } from 'vitest'
import { WAD } from '../math/wad'
import { type QueuedGroup, queueByOperator, queueByPool, queueSchedule } from './withdrawal-queue'

const group = (operator: string | null, startBlock: number, shares: bigint, pool = 'p') => {
  return { operator, pool, startBlock, withdrawals: 1, shares, scaled: shares * 2n } as QueuedGroup
}
const half = { max: WAD / 2n, slashable: WAD / 4n }

/** Withdrawal delay of 10 blocks; numbers by hand after DelegationManager and SlashingLib. */
test('slashable up to and with start + delay, completable from the block after', () => {
  const groups = [group('a', 90, 100n), group('a', 100, 10n)]
  const at = (block: number) => queueByOperator(groups, block, 10, () => half)[0]
  expect(at(100)).toMatchObject({ shares: 110n, completable: 0n, slashable: 110n })
  expect(at(101)).toMatchObject({ completable: 100n, slashable: 10n, slashableUntil: 110 })
  expect(at(110)).toMatchObject({ completable: 100n, slashable: 10n, slashableUntil: 110 })
  expect(at(111)).toMatchObject({ completable: 110n, slashable: 0n, slashableUntil: null })
})

test('at risk: what is left is rounded up (SlashingLib.calcSlashedAmount)', () => {
  const odd = [{ ...group('a', 100, 5n), scaled: 11n }]
  // 11 scaled shares at 1/2 are 5; after slashing half of the magnitude ceil(5 / 2) = 3 are left.
  expect(queueByOperator(odd, 100, 10, () => half)[0]).toMatchObject({ slashable: 5n, atRisk: 2n })
  const unknown = () => ({ max: WAD, slashable: null })
  expect(queueByOperator(odd, 100, 10, unknown)[0]!.atRisk).toBeNull()
  const gone = () => ({ max: 0n, slashable: 0n })
  expect(queueByOperator(odd, 100, 10, gone)[0]).toMatchObject({ slashable: 0n, atRisk: 0n })
})

test('what was delegated to nobody is in the sum of its pool, and no set can slash it', () => {
  const groups = [group(null, 100, 7n), group('a', 100, 3n), group('b', 99, 1n, 'q')]
  const queues = queueByOperator(groups, 100, 10, () => half)
  expect(queues.map(({ pool, operator }) => `${pool} ${operator}`)).toEqual([
    'p a',
    'p null',
    'q b',
  ])
  expect(queueByPool(queues)).toEqual([
    {
      pool: 'p',
      withdrawals: 2,
      shares: 10n,
      completable: 0n,
      slashable: 3n,
      slashableUntil: 110,
      atRisk: 1n,
      undelegated: 7n,
    },
    {
      pool: 'q',
      withdrawals: 1,
      shares: 1n,
      completable: 0n,
      slashable: 1n,
      slashableUntil: 109,
      atRisk: 0n,
      undelegated: 0n,
    },
  ])
})

test('the schedule has one step for each block and pool, from a block on', () => {
  const groups = [
    group('b', 101, 1n),
    group(null, 100, 2n),
    group('a', 101, 4n),
    group('a', 90, 8n),
  ]
  expect(queueSchedule(groups, 10, 111)).toEqual([
    { pool: 'p', slashableUntil: 110, completableFrom: 111, withdrawals: 1, shares: 2n },
    { pool: 'p', slashableUntil: 111, completableFrom: 112, withdrawals: 2, shares: 5n },
  ])
  expect(queueSchedule(groups, 10, 0)).toHaveLength(3)
})
