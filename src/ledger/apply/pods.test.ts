import { expect, test } from 'vitest'
import type { Fact } from '../../facts/facts'
import { LedgerState } from '../state'
import { apply, touches } from './index'

const POD = `0x${'90'.repeat(20)}`
const STAKER = `0x${'cd'.repeat(20)}`

/** The pod's row after facts, one block each. */
const podAfter = (...facts: Fact[]) => after(facts).get('pod', POD)

function after(facts: Fact[]) {
  const state = new LedgerState()
  facts.forEach((fact, i) => {
    for (const ref of touches(fact)) if (!state.has(ref)) state.load(ref.table, ref.key, null)
    const at = { block: i + 1, timestamp: 1, transactionHash: '0x', transactionIndex: 0 }
    apply(state, { fact, at: { ...at, logIndex: 0 } })
    state.endBlock(i + 1)
  })
  return state
}

const validators = (delta: number): Fact => ({
  kind: 'validator',
  pod: POD,
  validator: '77',
  change: delta > 0 ? 'RESTAKED' : 'WITHDRAWN',
  gwei: null,
  provenAt: null,
})
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

test('the number of validators is never below zero', () => {
  expect(podAfter(validators(1), validators(1), validators(-1))?.activeValidators).toBe(1)
  expect(podAfter(validators(-1), validators(1))?.activeValidators).toBe(1)
})

test('a checkpoint is open until it is finalized', () => {
  const open = podAfter(checkpoint(10n, false), checkpoint(10n, true), checkpoint(20n, false))
  expect(open).toMatchObject({ openCheckpoint: 20n, lastCheckpoint: 10n, staker: null })
  const closed = podAfter(checkpoint(10n, false), checkpoint(10n, true))
  expect(closed).toMatchObject({ openCheckpoint: null, lastCheckpoint: 10n })
})

test('a checkpoint of a pod without validators is finalized before its CheckpointCreated', () => {
  const pod = podAfter(checkpoint(10n, true), checkpoint(10n, false))
  expect(pod).toMatchObject({ openCheckpoint: null, lastCheckpoint: 10n })
})

test('a validator has its balance, and when it was proven, restaked and withdrawn', () => {
  const updated = (
    change: 'BALANCE' | 'CHECKPOINTED',
    gwei: bigint | null,
    provenAt: bigint,
  ): Fact => ({
    kind: 'validator',
    pod: POD,
    validator: '77',
    change,
    gwei,
    provenAt,
  })
  const facts = [validators(1), updated('BALANCE', 32n, 100n), updated('CHECKPOINTED', null, 200n)]
  const key = `${POD}-77`
  const active = { key, pod: POD, validator: '77', status: 'ACTIVE', restakedAtBlock: 1 }
  expect(after(facts).get('validator', key)).toEqual({
    ...active,
    restakedGwei: 32n,
    provenAt: 200n,
    withdrawnAtBlock: null,
  })
  expect(after([...facts, validators(-1)]).get('validator', key)).toEqual({
    ...active,
    status: 'WITHDRAWN',
    restakedGwei: 0n,
    provenAt: 200n,
    withdrawnAtBlock: 4,
  })
})
