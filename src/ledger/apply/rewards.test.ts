import { describe, expect, test } from 'vitest'
import type { Fact, FactOf } from '../../facts/facts'
import { LedgerState } from '../state'
import { apply, touches } from './index'

const OPERATOR = `0x${'ab'.repeat(20)}`
const AVS = `0x${'cd'.repeat(20)}`
const TOKEN = `0x${'11'.repeat(20)}`
const HASH = `0x${'5a'.repeat(32)}`

/** Applies facts as the logs of block 7 to an empty state, with only the rows loaded that `touches` lists. */
function block(...facts: Fact[]) {
  const state = new LedgerState()
  facts.forEach((fact, logIndex) => {
    for (const ref of touches(fact)) if (!state.has(ref)) state.load(ref.table, ref.key, null)
    const at = { block: 7, timestamp: 99, transactionHash: HASH, transactionIndex: 0, logIndex }
    apply(state, { fact, at })
  })
  const { changes, appended } = state.endBlock(7)
  return {
    state: changes.map(({ table, began }) => ({ table, ...began!.row })),
    appended: appended.map(({ table, row }) => ({ table, ...row })),
  }
}

const submitted: FactOf<'rewardSubmitted'> = {
  kind: 'rewardSubmitted',
  rewardKind: 'OPERATOR_DIRECTED_SET',
  submitter: TOKEN,
  avs: AVS,
  setId: 3n,
  nonce: 2n,
  hash: HASH,
  terms: {
    token: TOKEN,
    amount: 2n ** 60n + 1n,
    startTime: 86_400,
    duration: 0n,
    pools: [{ pool: TOKEN, multiplier: 10n ** 18n }],
    operators: [{ operator: OPERATOR, amount: 2n ** 60n + 1n }],
    description: 'good work',
  },
}

describe('a reward submission', () => {
  test('is a row with amounts as exact text in JSON', () => {
    expect(block(submitted).appended).toEqual([
      {
        table: 'rewardSubmission',
        id: '0000000007-000000',
        block: 7,
        logIndex: 0,
        blockTime: 99,
        transactionHash: HASH,
        kind: 'OPERATOR_DIRECTED_SET',
        submitter: TOKEN,
        avs: AVS,
        operatorSet: `${AVS}/3`,
        submissionNonce: 2n,
        submissionHash: HASH,
        token: TOKEN,
        amount: 2n ** 60n + 1n,
        startTime: 86_400,
        duration: 0n,
        pools: [{ pool: TOKEN, multiplier: '1000000000000000000' }],
        operators: [{ operator: OPERATOR, amount: '1152921504606846977' }],
        description: 'good work',
      },
    ])
  })

  test('creates the AVS, the operator set and the operators that it is the first to name', () => {
    expect(block(submitted).state).toMatchObject([
      { table: 'avs', key: AVS, firstSeenBlock: 7 },
      { table: 'operatorSet', key: `${AVS}/3`, firstSeenBlock: 7, createdAtBlock: null },
      { table: 'operator', key: OPERATOR, firstSeenBlock: 7, registeredAtBlock: null },
    ])
  })

  test('for all names no AVS and changes no state', () => {
    const terms = { ...submitted.terms, operators: null, description: null }
    const forAll = {
      ...submitted,
      rewardKind: 'ALL_STAKERS',
      avs: null,
      setId: null,
      terms,
    } as const
    const { state, appended } = block(forAll)
    expect(state).toEqual([])
    expect(appended).toMatchObject([{ avs: null, operatorSet: null, operators: null }])
  })
})

describe('a split', () => {
  const split = { kind: 'rewardSplit', operator: OPERATOR, oldBips: 1000, newBips: 5 } as const

  test.each([
    ['AVS', AVS, null, `${OPERATOR}-${AVS}`],
    ['OPERATOR_SET', AVS, 3n, `${OPERATOR}-${AVS}/3`],
    ['PROGRAMMATIC', null, null, `${OPERATOR}-programmatic`],
  ])('of kind %s has another row', (kind, avs, setId, key) => {
    const { state } = block({ ...split, avs, setId, activatedAt: 200 })
    const operatorSet = setId === null ? null : `${AVS}/${setId}`
    const row = {
      operator: OPERATOR,
      avs,
      operatorSet,
      oldBips: 1000,
      newBips: 5,
      activatedAt: 200,
    }
    expect(state.at(-1)).toEqual({ table: 'rewardSplit', key, kind, ...row })
  })
})

describe('a distribution root', () => {
  const root = { rootIndex: 4n, root: HASH, calculationEnd: 50, activatedAt: 200 }

  test('is valid until it is disabled', () => {
    const row = { table: 'distributionRoot', key: '4', ...root }
    const submit: Fact = { kind: 'distributionRoot', ...root }
    const disable: Fact = { kind: 'distributionRootDisabled', rootIndex: 4n }
    expect(block(submit).state).toEqual([{ ...row, disabled: false }])
    expect(block(submit, disable).state).toEqual([{ ...row, disabled: true }])
  })

  test('that is unknown stays unknown when it is disabled', () => {
    expect(block({ kind: 'distributionRootDisabled', rootIndex: 4n }).state).toEqual([])
  })
})

test('a claim is a row, and changes no state', () => {
  const claim = { root: HASH, earner: OPERATOR, claimer: AVS, recipient: AVS, token: TOKEN }
  const { state, appended } = block({ kind: 'rewardClaimed', ...claim, amount: 77n })
  expect(state).toEqual([])
  const log = { id: '0000000007-000000', block: 7, logIndex: 0, blockTime: 99 }
  const row = { table: 'rewardClaim', ...log, transactionHash: HASH, ...claim, amount: 77n }
  expect(appended).toEqual([row])
})

test('activation delay and default split belong to the protocol, and change independently', () => {
  const delay: Fact = { kind: 'rewardsActivationDelay', delay: 604_800n }
  const split: Fact = { kind: 'defaultSplit', bips: 1000 }
  const row = { table: 'protocol', rewardsActivationDelay: 604_800n, defaultSplitBips: 1000 }
  expect(block(delay, split).state).toMatchObject([row])
  expect(block(split, delay).state).toMatchObject([row])
})
