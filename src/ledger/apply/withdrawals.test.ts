import { describe, expect, test } from 'vitest'
import type { Fact, FactOf } from '../../facts/facts'
import { LedgerState } from '../state'
import { apply, touches } from './index'

const STAKER = '0xaa'
const POOL = '0x11'

/** The ledger after facts in blocks 1, 2, ... */
function after(facts: Fact[]): LedgerState {
  const state = new LedgerState()
  facts.forEach((fact, index) => {
    for (const { table, key } of touches(fact)) {
      if (!state.has({ table, key })) state.load(table, key, null)
    }
    const at = { block: index + 1, timestamp: 0, transactionHash: '0x', transactionIndex: 0 }
    apply(state, { fact, at: { ...at, logIndex: 0 } })
    state.endBlock(index + 1)
  })
  return state
}

const deposited: Fact = { kind: 'deposited', staker: STAKER, pool: POOL, shares: 10n }

const queued = (root: string, takesDeposit: boolean): FactOf<'withdrawalQueued'> => ({
  kind: 'withdrawalQueued',
  root,
  staker: STAKER,
  operator: null,
  withdrawer: STAKER,
  nonce: 0n,
  startBlock: 2,
  items: [{ pool: POOL, scaledShares: 4n, sharesAtQueue: null, emptied: false, takesDeposit }],
})

const shares = (state: LedgerState) => state.get('stake', `${STAKER}-${POOL}`)!.depositShares

describe('a withdrawal', () => {
  test('reduces the deposit if no other event does', () => {
    expect(shares(after([deposited, queued('0x01', true)]))).toBe(6n)
    expect(shares(after([deposited, queued('0x01', false)]))).toBe(10n)
  })

  test('may leave a deposit below zero, as native ETH could be before v1.3', () => {
    expect(shares(after([queued('0x01', true)]))).toBe(-4n)
  })

  test('that was migrated has left the queue for good', () => {
    const migrated: Fact = { kind: 'withdrawalMigrated', root: '0x01' }
    const completed: Fact = { kind: 'withdrawalCompleted', root: '0x01' }
    const state = after([queued('0x01', false), queued('0x02', false), migrated, completed])
    expect(state.get('withdrawal', '0x01')).toMatchObject({
      status: 'MIGRATED',
      completedAtBlock: 3,
    })
    expect(state.get('withdrawal', '0x02')).toMatchObject({
      status: 'QUEUED',
      startBlock: 2,
      queuedAtBlock: 2,
      completedAtBlock: null,
    })
  })

  test('that was queued before the first block of the index has no row when it ends', () => {
    const state = after([{ kind: 'withdrawalCompleted', root: '0x01' }])
    expect(state.get('withdrawal', '0x01')).toBeNull()
  })
})
