import { describe, expect, test } from 'vitest'
import type { Fact } from '../../facts/facts'
import { adminKey, appointeeKey } from '../../facts/ids'
import { LedgerState } from '../state'
import { apply, touches } from './index'

const CONTRACT = `0x${'c0'.repeat(20)}`
const A = `0x${'aa'.repeat(20)}`
const B = `0x${'bb'.repeat(20)}`

const found: Fact = { kind: 'contractFound', address: CONTRACT, contractKind: 'BEACON', name: 'X' }

/** State and appended rows after facts, in blocks 1, 2, 3 and so on. */
function run(...facts: Fact[]) {
  const state = new LedgerState()
  const changes = facts.flatMap((fact, i) => {
    for (const ref of touches(fact)) if (!state.has(ref)) state.load(ref.table, ref.key, null)
    const at = { block: i + 1, timestamp: 99, transactionHash: '0x01', transactionIndex: 0 }
    apply(state, { fact, at: { ...at, logIndex: 4 } })
    return state.endBlock(i + 1).appended.map(({ row }) => row)
  })
  return { state, changes }
}

describe('a contract', () => {
  test('has the implementation of the last upgrade, and each upgrade has the previous one', () => {
    const upgraded = (implementation: string): Fact => {
      return {
        kind: 'upgraded',
        contract: CONTRACT,
        event: 'Upgraded',
        beacon: true,
        implementation,
      }
    }
    const { state, changes } = run(found, upgraded(A), upgraded(B))
    expect(state.get('contract', CONTRACT)?.implementation).toBe(B)
    expect(changes).toMatchObject([
      { kind: 'BEACON_UPGRADE', before: null, after: A },
      { kind: 'BEACON_UPGRADE', before: A, after: B },
    ])
  })

  test('has the paused bits of the last event, which are not a delta', () => {
    const paused = (status: bigint, paused: boolean): Fact => {
      return { kind: 'pausedFunctions', contract: CONTRACT, event: 'E', paused, status }
    }
    const all = 2n ** 256n - 1n
    const { state, changes } = run(found, paused(all, true), paused(2n, false))
    expect(state.get('contract', CONTRACT)?.pausedStatus).toBe(2n)
    expect(changes).toMatchObject([
      { kind: 'PAUSE', before: null, after: all.toString() },
      { kind: 'UNPAUSE', before: all.toString(), after: '2' },
    ])
  })

  test('has the last owner', () => {
    const fact: Fact = { kind: 'ownerChanged', contract: CONTRACT, event: 'E', before: A, owner: B }
    const { state, changes } = run(found, fact)
    expect(state.get('contract', CONTRACT)?.owner).toBe(B)
    expect(changes).toEqual([
      {
        id: '0000000002-000004',
        block: 2,
        logIndex: 4,
        blockTime: 99,
        transactionHash: '0x01',
        contract: CONTRACT,
        kind: 'OWNER',
        event: 'E',
        subject: null,
        before: A,
        after: B,
        effectBlock: null,
        effectTime: null,
      },
    ])
  })
})

describe('a slasher', () => {
  const set = { avs: A, setId: 1n }
  /** Governance changes after the two facts of each SlasherUpdated. */
  function changesOf(updates: { block: number; slasher: string; effectBlock: bigint }[]) {
    const state = new LedgerState()
    return updates.flatMap(({ block, ...update }) => {
      const facts: Fact[] = [
        { kind: 'slasherChanged', contract: CONTRACT, event: 'SlasherUpdated', set, ...update },
        { kind: 'slasher', set, ...update },
      ]
      const at = { block, timestamp: 9, transactionHash: '0x', transactionIndex: 0, logIndex: 0 }
      for (const fact of facts) {
        for (const ref of touches(fact)) if (!state.has(ref)) state.load(ref.table, ref.key, null)
        apply(state, { fact, at })
      }
      return state.endBlock(block).appended.map(({ row }) => row)
    })
  }

  test('of a new operator set takes effect at once', () => {
    expect(changesOf([{ block: 5, slasher: A, effectBlock: 5n }])).toMatchObject([
      { kind: 'SLASHER', subject: `${A}/1`, before: null, after: A, effectBlock: null },
    ])
  })

  test('that is replaced while pending is never a value before', () => {
    const changes = changesOf([
      { block: 5, slasher: A, effectBlock: 5n },
      { block: 6, slasher: B, effectBlock: 10n },
      { block: 9, slasher: CONTRACT, effectBlock: 13n },
      { block: 13, slasher: B, effectBlock: 17n },
    ])
    expect(changes.slice(1)).toMatchObject([
      { before: A, after: B, effectBlock: 10n },
      { before: A, after: CONTRACT, effectBlock: 13n },
      { before: CONTRACT, after: B, effectBlock: 17n },
    ])
  })
})

describe('an account', () => {
  const admin = (standing: 'ADMIN' | 'PENDING' | 'NONE'): Fact => {
    return { kind: 'admin', account: A, admin: B, standing }
  }

  test('has an admin who accepted, who is no longer pending', () => {
    const { state } = run(admin('PENDING'), admin('ADMIN'))
    const key = adminKey(A, B)
    expect(state.get('admin', key)).toEqual({ key, account: A, admin: B, pending: false })
  })

  test.each(['PENDING', 'ADMIN'] as const)('loses an admin that is %s', (standing) => {
    const { state } = run(admin(standing), admin('NONE'))
    expect(state.get('admin', adminKey(A, B))).toBeNull()
  })

  test('has appointees for one function each', () => {
    const fact = (selector: string, appointed: boolean): Fact => {
      return { kind: 'appointee', account: A, appointee: B, target: CONTRACT, selector, appointed }
    }
    const { state } = run(
      fact('0x00000001', true),
      fact('0x00000002', true),
      fact('0x00000001', false),
    )
    expect(state.get('appointee', appointeeKey(A, B, CONTRACT, '0x00000001'))).toBeNull()
    expect(state.get('appointee', appointeeKey(A, B, CONTRACT, '0x00000002'))).not.toBeNull()
  })
})

test('the protocol has the last release', () => {
  const { state } = run({ kind: 'protocolVersion', version: '1.12.0' })
  expect(state.get('protocol', 'EIGENLAYER')?.version).toBe('1.12.0')
})
