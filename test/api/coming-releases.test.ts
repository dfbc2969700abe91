import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { events as am } from '../../src/abi/AllocationManager'
import { events as dm } from '../../src/abi/DelegationManager'
import { events as podAbi } from '../../src/abi/EigenPod'
import { events as epm } from '../../src/abi/EigenPodManager'
import { events as factory } from '../../src/abi/SlashEscrowFactory'
import { events as sm } from '../../src/abi/StrategyManager'
import { BEACON_CHAIN_ETH } from '../../src/facts/native-eth'
import { decodeBlock } from '../../src/protocols/decode-block'
import { withdrawalRoot } from '../../src/protocols/eigenlayer/withdrawal-root'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { Feed } from '../support/chain/feed'
import { type WrittenEvent, writtenBlock } from '../support/chain/written-logs'
import type { TestDatabase } from '../support/postgres'
import { createMigratedDatabase } from '../support/templates'

/*
 * Improvement proposals 016 and 018, which no recording has, and the escrows of v1.5.0-rc.0: synthetic logs, and states by hand
 * after StrategyManager.clearBurnOrRedistributableShares and SlashEscrowFactory.releaseSlashEscrow.
 */

const address = (byte: string) => `0x${byte.repeat(20)}`
const [AM, DM, SM, EPM, ESCROW] = ['a0', 'd0', '50', 'e0', 'ec'].map(address) as [
  string,
  string,
  string,
  string,
  string,
]
const [AVS, OPERATOR, STAKER, POD, POOL, RECIPIENT] = ['a1', 'b1', 'c1', 'f1', '91', 'e9'].map(
  address,
) as [string, string, string, string, string, string]
const NATIVE = BEACON_CHAIN_ETH
const set = { avs: AVS, id: '1' }
const ZERO = address('00')

const on =
  (contract: string, kind: WrittenEvent['kind']) =>
  (event: { signature: string }, args: Record<string, unknown>): WrittenEvent => ({
    address: contract,
    kind,
    signature: event.signature.replaceAll(' indexed', ''),
    args,
  })
const strategies = on(SM, 'STRATEGY_MANAGER')
const delegation = on(DM, 'DELEGATION_MANAGER')
const escrow = on(ESCROW, 'LEGACY')
const pods = on(EPM, 'EIGEN_POD_MANAGER')
const ofPod = on(POD, 'EIGEN_POD')

const shares = (slashId: number, amount: number) =>
  strategies(sm.BurnOrRedistributableSharesIncreased, {
    operatorSet: set,
    slashId: `${slashId}`,
    strategy: POOL,
    shares: `${amount}`,
  })
const cleared = (slashId: number, amount: number) =>
  strategies(sm.BurnOrRedistributableSharesDecreased, {
    operatorSet: set,
    slashId: `${slashId}`,
    strategy: POOL,
    shares: `${amount}`,
  })
const resolution = (slashId: number, block: number) =>
  strategies(sm.SlashResolutionBlockSet, {
    operatorSet: set,
    slashId: `${slashId}`,
    resolutionBlock: `${block}`,
  })
const pause = (contract: typeof strategies, status: number) =>
  contract(sm.Paused, { account: OPERATOR, newPausedStatus: `${status}` })
/** The events of a slashing of 10 shares; `pool` null: nothing was allocated. */
const slashed = (pool: string | null, ...between: WrittenEvent[]): WrittenEvent[] => [
  ...(pool === null
    ? []
    : [
        delegation(dm.OperatorSharesDecreased, {
          operator: OPERATOR,
          staker: ZERO,
          strategy: pool,
          shares: '10',
        }),
        delegation(dm.OperatorSharesSlashed, {
          operator: OPERATOR,
          strategy: pool,
          totalSlashedShares: '10',
        }),
      ]),
  ...between,
  on(AM, 'ALLOCATION_MANAGER')(am.OperatorSlashed, {
    operator: OPERATOR,
    operatorSet: set,
    strategies: [pool ?? POOL],
    wadSlashed: ['1'],
    description: '',
  }),
]

const withdrawal = (nonce: string, pool: string) => ({
  staker: STAKER,
  delegatedTo: OPERATOR,
  withdrawer: STAKER,
  nonce,
  startBlock: '20',
  strategies: [pool],
  scaledShares: ['7'],
})
const rootOf = (nonce: string, pool: string) =>
  withdrawalRoot({
    ...withdrawal(nonce, pool),
    nonce: BigInt(nonce),
    startBlock: 20,
    shares: [7n],
  })
const queued = (nonce: string, pool: string) =>
  delegation(
    dm[
      'SlashingWithdrawalQueued(bytes32,(address,address,address,uint256,uint32,address[],uint256[]),uint256[])'
    ],
    {
      withdrawalRoot: rootOf(nonce, pool),
      withdrawal: withdrawal(nonce, pool),
      sharesToWithdraw: ['7'],
    },
  )

const BLOCKS = [
  writtenBlock(1, [
    delegation(dm.OperatorSharesIncreased, {
      operator: OPERATOR,
      staker: STAKER,
      strategy: POOL,
      shares: '1000',
    }),
    delegation(dm.OperatorSharesIncreased, {
      operator: OPERATOR,
      staker: STAKER,
      strategy: NATIVE,
      shares: '1000',
    }),
    pods(epm.PodDeployed, { eigenPod: POD, podOwner: STAKER }),
    escrow(factory.GlobalEscrowDelaySet, { delay: '5' }),
    escrow(factory.StrategyEscrowDelaySet, { strategy: POOL, delay: '3' }),
  ]),
  // 1: before the release, so at once; bit 1 of the pause has no meaning yet.
  writtenBlock(2, [...slashed(POOL, shares(1, 10)), pause(strategies, 2)]),
  writtenBlock(3, slashed(null)),
  writtenBlock(4, slashed(NATIVE)),
  // 4: after the release, with a delay of 6 blocks.
  writtenBlock(5, slashed(POOL, resolution(4, 11), shares(4, 10))),
  writtenBlock(7, [pause(strategies, 0)]),
  writtenBlock(9, [cleared(1, 10)]),
  writtenBlock(13, [pause(strategies, 3)]),
  writtenBlock(14, [pause(strategies, 1)]),
  writtenBlock(15, [cleared(4, 4)]),
  writtenBlock(16, [cleared(4, 6)]),
  // 5: in escrow for the longer of 5 and 3 blocks, and 1; StrategyManager has nothing left.
  writtenBlock(20, [
    ...slashed(
      POOL,
      shares(5, 10),
      escrow(factory.StartEscrow, {
        operatorSet: set,
        slashId: '5',
        strategy: POOL,
        startBlock: '20',
      }),
    ),
    queued('0', NATIVE),
    queued('1', POOL),
  ]),
  writtenBlock(21, [cleared(5, 10), escrow(factory.GlobalEscrowDelaySet, { delay: '500' })]),
  writtenBlock(27, [escrow(factory.EscrowPaused, { operatorSet: set, slashId: '5' })]),
  writtenBlock(28, [
    escrow(factory.EscrowUnpaused, { operatorSet: set, slashId: '5' }),
    pause(escrow, 1),
  ]),
  writtenBlock(29, [pause(escrow, 2)]),
  writtenBlock(30, [
    escrow(factory.EscrowComplete, {
      operatorSet: set,
      slashId: '5',
      strategy: POOL,
      recipient: RECIPIENT,
    }),
  ]),
  writtenBlock(40, [
    ofPod(podAbi.RestakingPermanentlyDisabled, {}),
    delegation(dm.QueuedWithdrawalClearedForDisabledPod, { withdrawalRoot: rootOf('0', NATIVE) }),
    pods(epm.PodRestakingDisabled, { podOwner: STAKER, pod: POD }),
  ]),
  writtenBlock(41, [
    ofPod(podAbi.DisabledPodETHWithdrawn, { recipient: RECIPIENT, amountWei: '5' }),
    ofPod(podAbi.DisabledPodETHWithdrawn, { recipient: RECIPIENT, amountWei: '6' }),
  ]),
]

let database: TestDatabase
let api: TestApi

beforeAll(async () => {
  database = await createMigratedDatabase('coming')
  const feed = new Feed(database.url, {
    name: 'custom',
    chainId: 31_337,
    startBlock: 1,
    finality: 0,
    constants: { minWithdrawalDelayBlocks: 10, deallocationDelayBlocks: 10 },
    contracts: [
      { address: AM, kind: 'ALLOCATION_MANAGER', name: 'AllocationManager' },
      { address: DM, kind: 'DELEGATION_MANAGER', name: 'DelegationManager' },
      { address: SM, kind: 'STRATEGY_MANAGER', name: 'StrategyManager' },
      { address: EPM, kind: 'EIGEN_POD_MANAGER', name: 'EigenPodManager' },
      { address: ESCROW, kind: 'LEGACY', name: 'SlashEscrowFactory' },
    ],
  })
  await feed.database.connect()
  await feed.final(BLOCKS)
  await feed.database.close()
  api = await startTestApi(database.url)
})

afterAll(async () => {
  await api?.close()
  await database?.drop()
})

test('every log is decoded', async () => {
  const { contractEventsConnection } = await api.ask(
    '{ contractEventsConnection(orderBy: id_ASC, where: {status_not_eq: DECODED}) { totalCount } }',
  )
  expect(contractEventsConnection.totalCount).toBe(0)
})

describe('the state of a slashing', () => {
  async function at(block: number, slashId: number) {
    const { slashings } = await api.ask(
      `{ slashings(block: {number: ${block}}, where: {slashId_eq: "${slashId}"}) { state clearableFromBlock isClearingPaused } }`,
    )
    return slashings[0]
  }

  test.each<[number, number, string | null, string]>([
    [1, 2, 'CLEARABLE', 'before the release, whatever bit 1 of the pause'],
    [1, 5, 'PAUSED', 'with the release the bit has its meaning, also for earlier slashings'],
    [1, 7, 'CLEARABLE', 'no longer paused'],
    [1, 9, 'CLEARED', 'burned'],
    [2, 3, null, 'nothing was taken'],
    [3, 4, null, 'slashed native ETH is never burned'],
    [4, 5, 'PENDING', 'paused too, but its time has not come'],
    [4, 11, 'PENDING', 'the resolution block itself'],
    [4, 12, 'CLEARABLE', 'the block after it'],
    [4, 13, 'PAUSED', 'bit 1 of 3'],
    [4, 14, 'CLEARABLE', 'bit 0 pauses deposits'],
    [4, 15, 'CLEARABLE', 'cleared in part'],
    [4, 16, 'CLEARED', 'all of it'],
    [5, 20, 'PENDING', 'in escrow'],
    [
      5,
      25,
      'PENDING',
      'the shares left the StrategyManager, but not the escrow; a later delay does not count',
    ],
    [5, 26, 'CLEARABLE', 'start, longest delay, and 1'],
    [5, 27, 'PAUSED', 'its own pause'],
    [5, 28, 'PAUSED', 'bit 0 of the factory'],
    [5, 29, 'CLEARABLE', 'bit 1 of the factory'],
    [5, 30, 'CLEARED', 'released'],
  ])('%i in block %i: %s, %s', async (slashId, block, state) => {
    expect((await at(block, slashId)).state).toBe(state)
  })

  test('has the first block in which it may be cleared, and says that it is paused while it waits', async () => {
    expect(await at(2, 1)).toMatchObject({ clearableFromBlock: null, isClearingPaused: false })
    expect(await at(5, 4)).toMatchObject({ clearableFromBlock: 12, isClearingPaused: true })
    expect(await at(8, 4)).toMatchObject({ clearableFromBlock: 12, isClearingPaused: false })
    expect(await at(22, 5)).toMatchObject({ clearableFromBlock: 26, isClearingPaused: false })
  })

  test('is a condition, and an order', async () => {
    const { slashings } = await api.ask(
      '{ slashings(block: {number: 12}, where: {state_eq: CLEARABLE}, orderBy: slashId_ASC) { slashId } }',
    )
    expect(slashings).toEqual([{ slashId: '4' }])
  })
})

describe('a pod that no longer restakes', () => {
  test('is known from its block on, with what was withdrawn from it', async () => {
    const { before, after, retiredPods } = await api.ask(
      `{ before: podById(id: "${POD}") { retiredAtBlock } retiredPods { pod { id staker { id } } retiredAtBlock withdrawnWei }
         after: podById(id: "${POD}") { retiredAtBlock } }`,
    )
    expect(before).toEqual(after)
    expect(after).toEqual({ retiredAtBlock: 40 })
    expect(retiredPods).toEqual([
      { pod: { id: POD, staker: { id: STAKER } }, retiredAtBlock: 40, withdrawnWei: '11' },
    ])
    const { podById } = await api.ask(
      `{ podById(id: "${POD}", block: {number: 39}) { retiredAtBlock } }`,
    )
    expect(podById).toEqual({ retiredAtBlock: null })
  })

  test('has no queued withdrawal of native ETH, and keeps those of other pools', async () => {
    const query = (block: number) =>
      `{ withdrawals(block: {number: ${block}}, orderBy: nonce_ASC) { nonce status completedAtBlock } }`
    const open = { status: 'QUEUED', completedAtBlock: null }
    expect((await api.ask(query(39))).withdrawals).toEqual([
      { nonce: '0', ...open },
      { nonce: '1', ...open },
    ])
    expect((await api.ask(query(40))).withdrawals).toEqual([
      { nonce: '0', status: 'CLEARED', completedAtBlock: 40 },
      { nonce: '1', ...open },
    ])
  })
})

// Which parameters are indexed is not known before the release.
test.each([0, 1, 2])('PodRestakingDisabled with %i indexed parameters is decoded', (count) => {
  const words = [STAKER, POD].map((one) => one.slice(2).padStart(64, '0'))
  const log = {
    address: EPM,
    topics: [epm.PodRestakingDisabled.topic, ...words.slice(0, count).map((one) => `0x${one}`)],
    data: `0x${words.slice(count).join('')}`,
    transactionHash: ZERO,
    transactionIndex: 0,
    logIndex: 0,
  }
  const { events } = decodeBlock({ number: 1, timestamp: 1 }, [log], () => ({
    kind: 'EIGEN_POD_MANAGER',
    parent: null,
  }))
  expect(events[0]).toMatchObject({
    status: 'DECODED',
    arguments: { podOwner: STAKER, pod: POD },
  })
})
