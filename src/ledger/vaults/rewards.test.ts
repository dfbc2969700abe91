import { expect, test } from 'vitest'
import { AppliedFacts } from '../../../test/support/applied-facts'
import type { FactOf } from '../../facts/facts'

const CONTRACT = `0x${'c0'.repeat(20)}`
const VAULT = `0x${'da'.repeat(20)}`
const NETWORK = `0x${'cd'.repeat(20)}`
const TOKEN = `0x${'11'.repeat(20)}`
const STAKER = `0x${'ab'.repeat(20)}`
const ROOT = `0x${'77'.repeat(32)}`
const KEY = `${CONTRACT}/${TOKEN}-${NETWORK}`

const paid = { contract: CONTRACT, network: NETWORK, identifier: null, token: TOKEN }
const distribution: FactOf<'vaultDistribution'> = {
  kind: 'vaultDistribution',
  ...paid,
  snapshotTime: 900n,
  amount: 90n,
  adminFee: 10n,
}
const funds = { contract: CONTRACT, network: NETWORK, token: TOKEN }

test('a payment to stakers is numbered, and its fee is kept apart from the reward', () => {
  const ledger = new AppliedFacts()
    .apply(900, { kind: 'stakerRewardsVault', contract: CONTRACT, vault: VAULT })
    .apply(1000, distribution, { ...distribution, amount: 45n, adminFee: 5n })
  expect(ledger.row('vaultRewardCount', KEY)?.rewards).toBe(2n)
  expect(ledger.row('adminFeeBalance', `${CONTRACT}/${TOKEN}`)?.amount).toBe(15n)
  expect(ledger.rows('vaultDistribution')).toMatchObject([
    { vault: VAULT, amount: 90n, adminFee: 10n, rewardIndex: 0n, snapshotTime: 900n },
    { vault: VAULT, amount: 45n, adminFee: 5n, rewardIndex: 1n },
  ])
  expect(ledger.rows('rewardSubmission')).toMatchObject([
    {
      kind: 'VAULT_STAKERS',
      avs: NETWORK,
      amount: 90n,
      startTime: 900,
      duration: 0n,
      pools: [{ pool: VAULT, multiplier: '1000000000000000000' }],
    },
    { amount: 45n },
  ])
})

test('a payment that is all fee is no reward, and has no number', () => {
  const ledger = new AppliedFacts().apply(1000, { ...distribution, amount: 0n, adminFee: 100n })
  expect(ledger.row('vaultRewardCount', KEY)).toBeNull()
  expect(ledger.rows('vaultDistribution')).toMatchObject([{ rewardIndex: null, adminFee: 100n }])
  expect(ledger.rows('rewardSubmission')).toEqual([])
})

test('claimAdminFee pays all of it, and its log has the token where the recipient should be', () => {
  const ledger = new AppliedFacts()
    .apply(1000, distribution)
    .apply(1001, { kind: 'adminFeeClaimed', contract: CONTRACT, token: TOKEN, amount: 10n })
  expect(ledger.row('adminFeeBalance', `${CONTRACT}/${TOKEN}`)?.amount).toBe(0n)
  expect(ledger.rows('vaultRewardClaim')).toMatchObject([
    { kind: 'ADMIN_FEE', token: TOKEN, recipient: null, amount: 10n },
  ])
})

const { amount: _, adminFee: __, ...rest } = distribution
const total: FactOf<'vaultDistributionTotal'> = {
  ...rest,
  kind: 'vaultDistributionTotal',
  total: 101n,
}

test('the older release logs a total: the fee is known from SetAdminFee on', () => {
  const ledger = new AppliedFacts().apply(1000, total)
  expect(ledger.rows('vaultDistribution')).toMatchObject([
    { amount: null, adminFee: null, vault: null, rewardIndex: 0n },
  ])
  expect(ledger.rows('rewardSubmission')).toEqual([])
  expect(ledger.row('adminFeeBalance', `${CONTRACT}/${TOKEN}`)?.amount).toBeNull()

  ledger.apply(1001, { kind: 'stakerRewardsFee', contract: CONTRACT, adminFee: 1000 }, total)
  expect(ledger.rows('vaultDistribution')[1]).toMatchObject({ amount: 91n, adminFee: 10n })
  // What came before is still unknown.
  expect(ledger.row('adminFeeBalance', `${CONTRACT}/${TOKEN}`)?.amount).toBeNull()
})

test('an account has claimed the rewards before its cursor', () => {
  const ledger = new AppliedFacts().apply(1000, {
    kind: 'vaultRewardsClaimedUpTo',
    ...funds,
    account: STAKER,
    nextReward: 3n,
  })
  expect(ledger.row('vaultRewardCursor', `${KEY}-${STAKER}`)?.nextReward).toBe(3n)
})

test('operators are paid by a root; a root without money replaces the one before', () => {
  const ledger = new AppliedFacts()
    .apply(1000, { kind: 'operatorRewards', ...funds, amount: 50n, root: ROOT })
    .apply(1001, { kind: 'operatorRewards', ...funds, amount: 0n, root: `0x${'88'.repeat(32)}` })
    .apply(1002, {
      kind: 'operatorRewardsClaimed',
      ...funds,
      operator: STAKER,
      recipient: VAULT,
      amount: 20n,
    })
  expect(ledger.row('merkleReward', KEY)).toMatchObject({
    root: `0x${'88'.repeat(32)}`,
    balance: 30n,
  })
  expect(ledger.row('merkleRewardAccount', `${KEY}-${STAKER}`)?.claimed).toBe(20n)
  expect(ledger.rows('rewardSubmission')).toMatchObject([
    { kind: 'NETWORK_OPERATORS', amount: 50n, startTime: 1000 },
  ])
})

test('more claimed than was paid in since the first block: the balance is unknown', () => {
  const ledger = new AppliedFacts().apply(1002, {
    kind: 'operatorRewardsClaimed',
    ...funds,
    operator: STAKER,
    recipient: VAULT,
    amount: 20n,
  })
  expect(ledger.row('merkleReward', KEY)?.balance).toBeNull()
})

test('a leaf of rewards V2 is cumulative: the rest over what was claimed before is paid', () => {
  const claim: FactOf<'networkRewardsClaimed'> = {
    kind: 'networkRewardsClaimed',
    ...funds,
    account: STAKER,
    accountType: 1n,
    claimed: 30n,
  }
  const ledger = new AppliedFacts()
    .apply(1000, { kind: 'networkRewardsFunds', ...funds, amount: 100n, added: true })
    .apply(1001, claim, { ...claim, claimed: 45n })
    .apply(1002, { kind: 'networkRewardsFunds', ...funds, amount: 5n, added: false })
  expect(ledger.rows('vaultRewardClaim')).toMatchObject([{ amount: 30n }, { amount: 15n }])
  expect(ledger.row('merkleReward', KEY)?.balance).toBe(50n)
  expect(ledger.rows('rewardSubmission')).toMatchObject([
    { kind: 'NETWORK_ACCOUNTS', amount: 100n },
  ])
})

test('rewards V2 name subnetwork, vault and both fees', () => {
  const ledger = new AppliedFacts().apply(1000, {
    kind: 'vaultSnapshotReward',
    ...paid,
    identifier: 2n,
    snapshotTime: 900n,
    vault: VAULT,
    amount: 80n,
    curatorFee: 15n,
    operatorsFee: 5n,
  })
  expect(ledger.rows('vaultDistribution')).toMatchObject([
    {
      vault: VAULT,
      operatorSet: `symbiotic-${NETWORK}/2`,
      amount: 80n,
      adminFee: 15n,
      operatorsFee: 5n,
      rewardIndex: null,
    },
  ])
})
