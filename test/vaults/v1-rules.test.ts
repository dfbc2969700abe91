import { describe, expect, test } from 'vitest'
import type { BlockData } from '../../src/chain/types'
import type { Answers } from '../../src/config/listed-answers'
import type { ContractKind } from '../../src/facts/enums.generated'
import { type WrittenEvent, writtenBlock } from '../support/chain/written-logs'
import { DryLedger } from '../support/dry-ledger'

// Expected values: SEMANTICS of Symbiotic core v1 (contracts v1.0.3), computed by hand.

const address = (digits: string) => `0x${digits.repeat(40 / digits.length)}`
const ZERO = address('0')
const [FACTORY, DELEGATORS, SLASHERS] = [address('fa'), address('fd'), address('f5')]
const [OPT_INS, REGISTRY, ALLOCATIONS] = [address('01'), address('02'), address('a0')]
const [VAULT, DELEGATOR, SLASHER] = [address('1a'), address('1d'), address('15')]
const [NETWORK, OPERATOR, STAKER, OTHER] = [
  address('ee'),
  address('0b'),
  address('5a'),
  address('5b'),
]
const SUBNETWORK = `${NETWORK}${'7'.padStart(24, '0')}`
const KEY = `${NETWORK}/7`

const KNOWN = [
  { address: FACTORY, kind: 'VAULT_FACTORY' as const, name: 'VaultFactory' },
  { address: DELEGATORS, kind: 'DELEGATOR_FACTORY' as const, name: 'DelegatorFactory' },
  { address: SLASHERS, kind: 'VAULT_SLASHER_FACTORY' as const, name: 'SlasherFactory' },
  {
    address: OPT_INS,
    kind: 'NETWORK_OPT_IN_SERVICE' as const,
    name: 'OperatorNetworkOptInService',
  },
  { address: REGISTRY, kind: 'OPERATOR_REGISTRY' as const, name: 'OperatorRegistry' },
  { address: ALLOCATIONS, kind: 'ALLOCATION_MANAGER' as const, name: 'AllocationManager' },
]

function event(
  address: string,
  kind: ContractKind,
  signature: string,
  args: Record<string, unknown>,
): WrittenEvent {
  return { address, kind, signature, args }
}
const added = (factory: string, kind: ContractKind, entity: string) =>
  event(factory, kind, 'AddEntity(address)', { entity })
const ofVault = (signature: string, args: Record<string, unknown>, vault = VAULT) =>
  event(vault, 'VAULT', signature, args)
const ofDelegator = (signature: string, args: Record<string, unknown>) =>
  event(DELEGATOR, 'DELEGATOR', signature, args)
const ofSlasher = (signature: string, args: Record<string, unknown>) =>
  event(SLASHER, 'VAULT_SLASHER', signature, args)
const deposit = (amount: number, shares: number, vault = VAULT) =>
  ofVault(
    'Deposit(address,address,uint256,uint256)',
    { depositor: OTHER, onBehalfOf: STAKER, amount: `${amount}`, shares: `${shares}` },
    vault,
  )
const withdrawal = (amount: number) =>
  ofVault('Withdraw(address,address,uint256,uint256,uint256)', {
    withdrawer: STAKER,
    claimer: OTHER,
    amount: `${amount}`,
    burnedShares: `${amount}`,
    mintedShares: `${amount}`,
  })
const loss = (amount: number, slashedAmount: number, captureTimestamp: number) =>
  ofVault('OnSlash(uint256,uint48,uint256)', {
    amount: `${amount}`,
    captureTimestamp: `${captureTimestamp}`,
    slashedAmount: `${slashedAmount}`,
  })
const slash = (slashedAmount: number, captureTimestamp: number) =>
  ofSlasher('Slash(bytes32,address,uint256,uint48)', {
    subnetwork: SUBNETWORK,
    operator: OPERATOR,
    slashedAmount: `${slashedAmount}`,
    captureTimestamp: `${captureTimestamp}`,
  })
const resolver = (resolver: string) =>
  ofSlasher('SetResolver(bytes32,address)', { subnetwork: SUBNETWORK, resolver })

/** A vault with delegator and slasher, its logs in the order of core v1.0.3: the factory's log comes late. */
const creation = [
  ofVault('Initialized(uint64)', { version: '1' }),
  added(FACTORY, 'VAULT_FACTORY', VAULT),
  added(DELEGATORS, 'DELEGATOR_FACTORY', DELEGATOR),
  added(SLASHERS, 'VAULT_SLASHER_FACTORY', SLASHER),
  ofVault('SetDelegator(address)', { delegator: DELEGATOR }),
  ofVault('SetSlasher(address)', { slasher: SLASHER }),
]

/** Blocks are 12 seconds apart: epochs of 120 seconds are ten blocks. */
const ANSWERS: [string, Answers][] = [
  [VAULT, { epochDuration: 120, collateral: address('c0'), decimals: 6, depositLimit: '5' }],
  [DELEGATOR, { TYPE: 0, hook: ZERO, operator: null, network: null }],
  [SLASHER, { TYPE: 1, vetoDuration: 24, resolverSetEpochsDelay: 3, isBurnerHook: false }],
]

/** A ledger with these blocks, the first of them block 1 at 1012 seconds. */
async function ledgerOf(blocks: (readonly WrittenEvent[])[], answers = ANSWERS) {
  const constants = { minWithdrawalDelayBlocks: null, deallocationDelayBlocks: null }
  const network = { startBlock: 1, constants, contracts: KNOWN, answers: new Map(answers) }
  const ledger = await DryLedger.beginning({ ...network, priceFeeds: [] })
  await ledger.index(blocks.map((events, at): BlockData => writtenBlock(at + 1, events)))
  return ledger
}
const timeOf = (block: number) => 1_000 + 12 * block

describe('a vault', () => {
  test('has the logs of its block that come before the one that reveals it, and its answers', async () => {
    const ledger = await ledgerOf([creation])
    expect(ledger.row('vault', VAULT)).toMatchObject({
      version: 1,
      createdAtBlock: 1,
      epochStart: 1_012n,
      epochDuration: 120n,
      delegator: DELEGATOR,
      delegatorType: 'NETWORK_RESTAKE',
      hook: null,
      specificOperator: null,
      slasher: SLASHER,
      slasherType: 'VETO',
      vetoDuration: 24n,
      resolverSetEpochsDelay: 3n,
      depositLimit: 5n,
      isDepositLimit: null,
    })
    expect(ledger.row('pool', VAULT)).toMatchObject({ protocol: 'SYMBIOTIC', asset: address('c0') })
    expect(ledger.row('asset', address('c0'))?.decimals).toBe(6)
    expect(ledger.row('contract', DELEGATOR)?.parent).toBe(VAULT)
    expect(ledger.row('contract', SLASHER)?.parent).toBe(VAULT)
  })

  test('is found through its factory alone: an ERC-4626 that emits the same Deposit is none', async () => {
    const ledger = await ledgerOf([[deposit(10, 10, address('46'))], creation])
    expect(ledger.rows('vault').map(({ key }) => key)).toEqual([VAULT])
    expect(ledger.rows('vaultPosition')).toEqual([])
    expect(ledger.appended('contractEvent').map((row) => row.address)).not.toContain(address('46'))
  })

  test('has withdrawals in the epoch after the one of the block, and transfers move shares', async () => {
    const blocks = Array.from({ length: 12 }, (): WrittenEvent[] => [])
    blocks[0] = [...creation, deposit(100, 100)]
    blocks[5] = [withdrawal(10)]
    blocks[10] = [
      withdrawal(20),
      ofVault('Transfer(address,address,uint256)', { from: STAKER, to: OTHER, value: '30' }),
      // Minted and burned shares are in Deposit and Withdraw.
      ofVault('Transfer(address,address,uint256)', { from: ZERO, to: OTHER, value: '500' }),
    ]
    const ledger = await ledgerOf(blocks)
    expect(ledger.row('vault', VAULT)).toMatchObject({ activeStake: 70n, activeShares: 70n })
    // Block 6 is in epoch 0, block 11 is the first of epoch 1.
    expect(ledger.row('vaultEpochTotal', `${VAULT}/1`)).toMatchObject({ assets: 10n, shares: 10n })
    expect(ledger.row('vaultWithdrawal', `${VAULT}/2-${OTHER}`)?.shares).toBe(20n)
    expect(ledger.row('vaultPosition', `${VAULT}-${STAKER}`)?.shares).toBe(40n)
    expect(ledger.row('vaultPosition', `${VAULT}-${OTHER}`)?.shares).toBe(30n)
  })

  test('of an unknown epoch duration places no withdrawal, and has an unknown stake after a loss', async () => {
    const blocks = [[...creation, deposit(100, 100)], [withdrawal(10)]]
    const before = await ledgerOf(blocks, [])
    expect(before.row('vault', VAULT)).toMatchObject({ epochDuration: null, activeStake: 90n })
    expect(before.rows('vaultEpochTotal')).toEqual([])
    const after = await ledgerOf([...blocks, [loss(5, 5, timeOf(2))], [deposit(1, 1)]], [])
    expect(after.row('vault', VAULT)).toMatchObject({ activeStake: null, activeShares: 91n })
  })

  test('that an AVS of EigenLayer lists as a strategy stays a vault; an operator that it names becomes one of both', async () => {
    const entered = added(REGISTRY, 'OPERATOR_REGISTRY', OPERATOR)
    const set = { avs: NETWORK, id: '7' }
    const listed = event(
      ALLOCATIONS,
      'ALLOCATION_MANAGER',
      'StrategyAddedToOperatorSet((address,uint32),address)',
      { operatorSet: set, strategy: VAULT },
    )
    const joined = event(
      ALLOCATIONS,
      'ALLOCATION_MANAGER',
      'OperatorAddedToOperatorSet(address,(address,uint32))',
      { operator: OPERATOR, operatorSet: set },
    )
    for (const blocks of [
      [creation, [entered], [listed, joined]],
      [[listed, joined], [entered], creation],
    ]) {
      const ledger = await ledgerOf(blocks)
      expect(ledger.row('pool', VAULT)?.protocol).toBe('SYMBIOTIC')
      expect(ledger.row('operator', OPERATOR)?.protocol).toBe('EIGENLAYER')
      expect(ledger.row('operatorProfile', `symbiotic-${OPERATOR}`)?.protocol).toBe('SYMBIOTIC')
      expect(ledger.row('avs', NETWORK)?.protocol).toBe('EIGENLAYER')
      expect(ledger.row('operatorSet', KEY)?.setId).toBe(7n)
    }
  })
})

describe('limits', () => {
  const max = (amount: number) =>
    ofDelegator('SetMaxNetworkLimit(bytes32,uint256)', {
      subnetwork: SUBNETWORK,
      amount: `${amount}`,
    })
  const limit = (amount: number) =>
    ofDelegator('SetNetworkLimit(bytes32,uint256)', { subnetwork: SUBNETWORK, amount: `${amount}` })
  const shares = (operator: string, shares: number) =>
    ofDelegator('SetOperatorNetworkShares(bytes32,address,uint256)', {
      subnetwork: SUBNETWORK,
      operator,
      shares: `${shares}`,
    })
  const limitKey = `${DELEGATOR}-${KEY}`

  test('a lower maximum cuts the limit without a log, and a higher one does not restore it', async () => {
    const ledger = await ledgerOf([creation, [max(100), limit(80)], [max(30)], [max(200)]])
    const expected = { maxNetworkLimit: 200n, networkLimit: 30n }
    expect(ledger.row('networkLimit', limitKey)).toMatchObject(expected)
    // The identifier of a subnetwork is no id of an operator set.
    expect(ledger.row('operatorSet', `symbiotic-${KEY}`)).toMatchObject({ avs: NETWORK, setId: 7n })
    expect(ledger.row('operatorSet', KEY)).toBeNull()
  })

  test('the sum of shares follows each operator, and of two writes in one block the last counts', async () => {
    const ledger = await ledgerOf([
      creation,
      [shares(OPERATOR, 50), shares(OTHER, 7), shares(OPERATOR, 20)],
      [shares(OTHER, 0)],
    ])
    expect(ledger.row('networkLimit', limitKey)?.totalOperatorShares).toBe(20n)
    expect(ledger.row('operatorLimit', `${limitKey}-${OPERATOR}`)?.shares).toBe(20n)
    expect(ledger.row('operatorLimit', `${limitKey}-${OTHER}`)?.shares).toBe(0n)
  })

  test('of a delegator without a vault are kept, and it is linked and asked when a vault names it', async () => {
    const linked = creation.slice(-2)
    const ledger = await ledgerOf([creation.slice(0, -2), [max(9)], linked])
    expect(ledger.row('networkLimit', limitKey)?.maxNetworkLimit).toBe(9n)
    expect(ledger.row('contract', DELEGATOR)?.parent).toBe(VAULT)
    expect(ledger.row('vault', VAULT)?.delegatorType).toBe('NETWORK_RESTAKE')
  })
})

test('an operator that opts out of a network keeps what vaults promised it', async () => {
  const opt = (name: 'OptIn' | 'OptOut') =>
    event(OPT_INS, 'NETWORK_OPT_IN_SERVICE', `${name}(address,address)`, {
      who: OPERATOR,
      where: NETWORK,
    })
  const promised = ofDelegator('SetOperatorNetworkLimit(bytes32,address,uint256)', {
    subnetwork: SUBNETWORK,
    operator: OPERATOR,
    amount: '12',
  })
  const key = `symbiotic-${OPERATOR}-${NETWORK}`
  const opted = await ledgerOf([creation, [opt('OptIn'), promised]])
  expect(opted.row('avsRegistration', key)).toMatchObject({ avs: NETWORK, operatorSet: null })
  const out = await ledgerOf([creation, [opt('OptIn'), promised], [opt('OptOut')]])
  expect(out.row('avsRegistration', key)).toBeNull()
  expect(out.row('operatorLimit', `${DELEGATOR}-${KEY}-${OPERATOR}`)?.stakeLimit).toBe(12n)
})

describe('a slashing', () => {
  const request = ofSlasher('RequestSlash(uint256,bytes32,address,uint256,uint48,uint48)', {
    slashIndex: '0',
    subnetwork: SUBNETWORK,
    operator: OPERATOR,
    slashAmount: '40',
    captureTimestamp: `${timeOf(1)}`,
    vetoDeadline: `${timeOf(4)}`,
  })
  const executed = ofSlasher('ExecuteSlash(uint256,uint256)', {
    slashIndex: '0',
    slashedAmount: '30',
  })
  const vetoed = ofSlasher('VetoSlash(uint256,address)', { slashIndex: '0', resolver: OTHER })
  const start = [...creation, deposit(100, 100)]

  test('at once has what the vault lost in the same transaction, since the slash before it', async () => {
    const events = [loss(40, 25, timeOf(1)), slash(40, timeOf(1)), slash(7, timeOf(1))]
    const ledger = await ledgerOf([start, events])
    const rows = ledger.rows('vaultSlashing')
    expect(rows).toMatchObject([
      { accounted: 40n, realized: 25n, requested: null, resolvedAtBlock: 2, vault: VAULT },
      { accounted: 7n, realized: null, operatorSet: `symbiotic-${KEY}` },
    ])
    expect(ledger.row('vault', VAULT)?.activeStake).toBe(75n)
    expect(ledger.appended('slashing').map(({ id }) => id)).toEqual(rows.map((row) => row.slashing))
    expect(ledger.appended('slashedPool').map(({ pool }) => pool)).toEqual([VAULT, VAULT])
  })

  test('of a veto slasher is one slashing from the request to the execution or veto', async () => {
    const open = { requested: 40n, accounted: null, realized: null, resolvedAtBlock: null }
    const key = `${SLASHER}/0`
    const first = await ledgerOf([start, [request]])
    expect(first.row('vaultSlashing', key)).toMatchObject({ ...open, vetoed: false })
    const end = await ledgerOf([start, [request], [loss(30, 30, timeOf(1)), executed]])
    const values = { requested: 40n, accounted: 30n, realized: 30n, resolvedAtBlock: 3 }
    expect(end.row('vaultSlashing', key)).toMatchObject({ ...values, vetoed: false })
    expect(end.appended('slashing')).toHaveLength(1)
    const no = await ledgerOf([start, [request], [vetoed]])
    const resolved = { vetoed: true, vetoedBy: OTHER, resolvedAtBlock: 3 }
    expect(no.row('vaultSlashing', key)).toMatchObject({ ...open, ...resolved })
  })

  test('of an unknown request is stored as a log alone', async () => {
    const ledger = await ledgerOf([start, [executed, vetoed]])
    expect(ledger.rows('vaultSlashing')).toEqual([])
    expect(ledger.appended('slashing')).toEqual([])
    const names = ledger.appended('contractEvent').map(({ name }) => name)
    expect(names.slice(-2)).toEqual(['ExecuteSlash', 'VetoSlash'])
  })

  test('of a slasher without a vault has no pool', async () => {
    const found = added(SLASHERS, 'VAULT_SLASHER_FACTORY', SLASHER)
    const ledger = await ledgerOf([[found, slash(5, timeOf(1))]])
    expect(ledger.rows('vaultSlashing')).toMatchObject([{ vault: null, realized: null }])
    expect(ledger.appended('slashedPool')).toEqual([])
  })
})

describe('a resolver', () => {
  const key = `${SLASHER}-${KEY}`
  const rowOf = async (blocks: WrittenEvent[][], answers = ANSWERS) =>
    (await ledgerOf([creation, ...blocks], answers)).row('resolver', key)
  const none = { hasPending: false, storedPendingResolver: null, storedPendingFrom: null }

  test('is in effect at once if it is the first', async () => {
    expect(await rowOf([[resolver(STAKER)]])).toMatchObject({ storedResolver: STAKER, ...none })
  })

  test('takes the place of another one epochs later, unless it is replaced or withdrawn before', async () => {
    // Three epochs after the start of epoch 0, which began with block 1.
    const pending = { hasPending: true, storedPendingFrom: 1_012n + 360n }
    const first = [resolver(STAKER)]
    expect(await rowOf([first, [resolver(OTHER)]])).toMatchObject({
      storedResolver: STAKER,
      storedPendingResolver: OTHER,
      ...pending,
    })
    expect(await rowOf([first, [resolver(OTHER)], [resolver(ZERO)]])).toMatchObject({
      storedResolver: STAKER,
      storedPendingResolver: null,
      ...pending,
    })
    expect(await rowOf([first, [resolver(OTHER)], [resolver(STAKER)]])).toMatchObject({
      storedResolver: STAKER,
      ...none,
    })
    const later: WrittenEvent[][] = Array.from({ length: 30 }, () => [])
    expect(await rowOf([first, [resolver(OTHER)], ...later, [resolver(STAKER)]])).toMatchObject({
      storedResolver: OTHER,
      storedPendingResolver: STAKER,
      // Block 34 is in epoch 3.
      storedPendingFrom: 1_012n + 720n,
    })
  })

  test('is in effect at an unknown time if a constant is unknown', async () => {
    const row = await rowOf([[resolver(STAKER)], [resolver(OTHER)]], ANSWERS.slice(0, 2))
    expect(row).toMatchObject({ hasPending: true, storedPendingFrom: null })
  })
})
