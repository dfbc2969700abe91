import { expect, test } from 'vitest'
import type { Fact } from '../../protocols/facts'
import { LedgerState } from '../state'
import { apply, touches } from './index'

const POD = `0x${'90'.repeat(20)}`
const STAKER = `0x${'cd'.repeat(20)}`

/** The pod's row after facts, one block each. */
function podAfter(...facts: Fact[]) {
  const state = new LedgerState()
  facts.forEach((fact, i) => {
    for (const ref of touches(fact)) if (!state.has(ref)) state.load(ref.table, ref.key, null)
    const at = { block: i + 1, timestamp: 1, transactionHash: '0x', transactionIndex: 0 }
    apply(state, { fact, at: { ...at, logIndex: 0 } })
    state.endBlock(i + 1)
  })
  return state.get('pod', POD)
}

const validators = (delta: number): Fact => ({ kind: 'podValidators', pod: POD, delta })
const checkpoint = (timestamp: bigint, finalized: boolean): Fact => {
  return { kind: 'podCheckpoint', pod: POD, timestamp, finalized }
}

test('a new pod has an owner and nothing else', () => {
  expect(podAfter({ kind: 'podDeployed', staker: STAKER, pod: POD })).toEqual({
    key: POD,
    address: POD,
    staker: STAKER,
    activeValidators: 0,
    openCheckpoint: null,
    lastCheckpoint: null,
  })
})

test('validators are counted, and never below none', () => {
  expect(podAfter(validators(1), validators(1), validators(-1))?.activeValidators).toBe(1)
  expect(podAfter(validators(-1), validators(1))?.activeValidators).toBe(1)
})

test('a checkpoint is open until it is finalized', () => {
  const open = podAfter(checkpoint(10n, false), checkpoint(10n, true), checkpoint(20n, false))
  expect(open).toMatchObject({ openCheckpoint: 20n, lastCheckpoint: 10n, staker: null })
  const closed = podAfter(checkpoint(10n, false), checkpoint(10n, true))
  expect(closed).toMatchObject({ openCheckpoint: null, lastCheckpoint: 10n })
})

test('a checkpoint of a pod without validators is finalized before it says that it began', () => {
  const pod = podAfter(checkpoint(10n, true), checkpoint(10n, false))
  expect(pod).toMatchObject({ openCheckpoint: null, lastCheckpoint: 10n })
})
