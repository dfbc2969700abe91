import * as p from '@subsquid/evm-codec'
import { describe, expect, test } from 'vitest'
import { events as dm } from '../../abi/DelegationManager'
import { events as epm } from '../../abi/EigenPodManager'
import { events as sm } from '../../abi/StrategyManager'
import type { ContractKind } from '../../facts/enums.generated'
import { BEACON_CHAIN_ETH } from '../../facts/native-eth'
import { decodeBlock } from '../decode-block'
import type { AnyEvent } from '../event'
import { legacyWithdrawalRoot, withdrawalRoot } from './withdrawal-root'

const address = (digit: string) => `0x${digit.repeat(40)}`
const STAKER = address('a')
const OPERATOR = address('b')
const POOLS = [address('1'), address('2')]
const OTHER_ROOT = `0x${'77'.repeat(32)}`

/** What is used of a codec of @subsquid/evm-codec. */
interface Codec {
  indexed?: boolean
  slotsCount?: number
  encode(sink: p.Sink, value: unknown): void
}

type Emitted = [kind: ContractKind, topics: string[], data: string]

/** A log of an event: `indexed` are its indexed arguments, `args` the others. */
function emitted(
  kind: ContractKind,
  { topic, params }: AnyEvent,
  args: object,
  indexed: string[] = [],
): Emitted {
  const codecs = Object.entries(params as Record<string, Codec>)
  const plain = codecs.filter(([, codec]) => !codec.indexed)
  const slots = plain.reduce((sum, [, codec]) => sum + (codec.slotsCount ?? 1), 0)
  const sink = new p.Sink(slots)
  for (const [name, codec] of plain) {
    // The library's encoder of uint96 swaps its halves.
    const encoder = (codec === p.uint96 ? p.uint256 : codec) as Codec
    encoder.encode(sink, (args as Record<string, unknown>)[name])
  }
  const topics = indexed.map((value) => `0x${value.slice(2).padStart(64, '0')}`)
  return [kind, [topic, ...topics], sink.toString()]
}

/** Facts of one transaction in block 100. The address of each contract is its kind. */
function facts(logs: Emitted[]) {
  const source = logs.map(([address, topics, data], logIndex) => {
    return { address, topics, data, transactionHash: '0x01', transactionIndex: 0, logIndex }
  })
  const { events, facts } = decodeBlock({ number: 100, timestamp: 0 }, source, (address) => ({
    kind: address as ContractKind,
    parent: null,
  }))
  expect(events.map(({ status }) => status)).toEqual(logs.map(() => 'DECODED'))
  return facts.map(({ fact }) => fact)
}

const SM = 'STRATEGY_MANAGER'
const DM = 'DELEGATION_MANAGER'
const EPM = 'EIGEN_POD_MANAGER'

const part = (nonce: bigint, pool: string, shares: bigint) =>
  emitted(SM, sm.ShareWithdrawalQueued, { depositor: STAKER, nonce, strategy: pool, shares })

const legacyQueued = (nonce: bigint, withdrawalRoot: string) =>
  emitted(SM, sm.WithdrawalQueued, {
    depositor: STAKER,
    nonce,
    withdrawer: STAKER,
    delegatedAddress: OPERATOR,
    withdrawalRoot,
  })

const withdrawal = {
  staker: STAKER,
  delegatedTo: OPERATOR,
  withdrawer: STAKER,
  nonce: 1n,
  startBlock: 100,
  strategies: POOLS,
  shares: [5n, 7n],
}

describe('release M1', () => {
  test('a withdrawal has the parts of its nonce, which themselves reduced the shares', () => {
    const root = legacyWithdrawalRoot(withdrawal)
    const logs = [part(0n, POOLS[0]!, 3n), part(1n, POOLS[0]!, 5n), part(1n, POOLS[1]!, 7n)]
    const [, first, second, queued] = facts([...logs, legacyQueued(1n, root)])
    expect(first).toEqual({ kind: 'deposited', staker: STAKER, pool: POOLS[0], shares: -5n })
    expect(second).toEqual({ kind: 'deposited', staker: STAKER, pool: POOLS[1], shares: -7n })
    const rest = { sharesAtQueue: null, emptied: false, takesDeposit: false }
    expect(queued).toEqual({
      kind: 'withdrawalQueued',
      root,
      staker: STAKER,
      operator: OPERATOR,
      withdrawer: STAKER,
      nonce: 1n,
      startBlock: 100,
      items: [
        { pool: POOLS[0], scaledShares: 5n, ...rest },
        { pool: POOLS[1], scaledShares: 7n, ...rest },
      ],
    })
  })

  test('a withdrawal whose parts do not hash to its root has no items', () => {
    const root = legacyWithdrawalRoot(withdrawal)
    const [, queued] = facts([part(1n, POOLS[0]!, 5n), legacyQueued(1n, root)])
    expect(queued).toMatchObject({ kind: 'withdrawalQueued', root, items: [] })
  })

  test('native ETH is deposited by BeaconChainETHDeposited', () => {
    const log = emitted(EPM, epm.BeaconChainETHDeposited, { amount: 9n }, [STAKER])
    const pool = BEACON_CHAIN_ETH
    expect(facts([log])).toEqual([{ kind: 'deposited', staker: STAKER, pool, shares: 9n }])
  })
})

const podShares = (sharesDelta: bigint) =>
  emitted(EPM, epm.PodSharesUpdated, { sharesDelta }, [STAKER])
const total = (newTotalShares: bigint) =>
  emitted(EPM, epm.NewTotalShares, { newTotalShares }, [STAKER])

const queuedM2 = (strategies: string[]) => {
  const values = { ...withdrawal, strategies, shares: strategies.map(() => 4n) }
  return emitted(DM, dm.WithdrawalQueued, {
    withdrawalRoot: withdrawalRoot(values),
    withdrawal: values,
  })
}

describe('native shares', () => {
  test('the change counts if no total is emitted, and may be negative', () => {
    const deposited = { kind: 'deposited', staker: STAKER, pool: BEACON_CHAIN_ETH, shares: -6n }
    expect(facts([podShares(-6n)])).toEqual([deposited])
  })

  test('a total emitted in the transaction replaces the change', () => {
    const nativeShares = { kind: 'nativeShares', staker: STAKER, pool: BEACON_CHAIN_ETH, total: 2n }
    expect(facts([podShares(-6n), total(2n)])).toEqual([nativeShares])
  })

  test('a queued withdrawal reduces them, unless the total is emitted', () => {
    const pools = [BEACON_CHAIN_ETH, POOLS[0]!]
    const takes = (logs: Emitted[]) => {
      const queued = facts(logs).find(({ kind }) => kind === 'withdrawalQueued')
      return queued?.kind === 'withdrawalQueued' && queued.items.map((item) => item.takesDeposit)
    }
    expect(takes([queuedM2(pools)])).toEqual([true, true])
    expect(takes([total(0n), queuedM2(pools)])).toEqual([false, true])
  })
})

describe('migration', () => {
  test('reduces no shares, and ends the withdrawal with the old root', () => {
    const queued = queuedM2(POOLS)
    const newWithdrawalRoot = `0x${queued[2].slice(2, 66)}`
    const migrated = emitted(DM, dm.WithdrawalMigrated, {
      oldWithdrawalRoot: OTHER_ROOT,
      newWithdrawalRoot,
    })
    const [again, ended] = facts([queued, migrated])
    expect(again).toMatchObject({ items: [{ takesDeposit: false }, { takesDeposit: false }] })
    expect(ended).toEqual({ kind: 'withdrawalMigrated', root: OTHER_ROOT })
  })
})

test('a scaling factor of zero stands for 1e18 (SlashingLib.scalingFactor)', () => {
  const deposit = emitted(SM, sm['Deposit(address,address,uint256)'], {
    staker: STAKER,
    strategy: POOLS[0],
    shares: 1n,
  })
  const factor = emitted(DM, dm.DepositScalingFactorUpdated, {
    staker: STAKER,
    strategy: POOLS[0],
    newDepositScalingFactor: 0n,
  })
  expect(facts([deposit, factor])[1]).toMatchObject({ kind: 'scalingFactor', factor: 10n ** 18n })
})
