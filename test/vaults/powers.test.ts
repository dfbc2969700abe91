import { expect, test } from 'vitest'
import type { ContractKind } from '../../src/facts/enums.generated'
import { type WrittenEvent, writtenBlock } from '../support/chain/written-logs'
import { DryLedger } from '../support/dry-ledger'

// Who receives, who rules, who is paid: rules of BurnerRouter, DefaultStakerRewards and rewards V2, computed by hand from their sources.

const address = (digits: string) => `0x${digits.repeat(40 / digits.length)}`
const [ROUTERS, STAKER_FACTORY, REWARDS] = [address('fb'), address('f1'), address('f2')]
const [REGISTRY, MIDDLEWARES, ROUTER] = [address('f3'), address('f4'), address('b0')]
const [CONTRACT, VAULT, NETWORK, TOKEN] = [
  address('c0'),
  address('1a'),
  address('ee'),
  address('70'),
]
const [ALICE, BOB] = [address('a1'), address('b2')]

const KNOWN = [
  { address: ROUTERS, kind: 'BURNER_ROUTER_FACTORY' as const, name: 'BurnerRouterFactory' },
  {
    address: STAKER_FACTORY,
    kind: 'STAKER_REWARDS_FACTORY' as const,
    name: 'StakerRewardsFactory',
  },
  { address: REWARDS, kind: 'VAULT_REWARDS' as const, name: 'Rewards' },
  { address: REGISTRY, kind: 'CURATOR_REGISTRY' as const, name: 'CuratorRegistry' },
  { address: MIDDLEWARES, kind: 'MIDDLEWARE_SERVICE' as const, name: 'NetworkMiddlewareService' },
]

const event = (
  address: string,
  kind: ContractKind,
  signature: string,
  args: Record<string, unknown> = {},
): WrittenEvent => ({ address, kind, signature, args })

const rows = (dry: DryLedger, table: string) =>
  dry.blocks.flatMap(({ appended }) =>
    appended.filter((one) => one.table === table).map(({ row }) => row),
  )

test('a router is found through its factory; its receivers become known as they change', async () => {
  const dry = await DryLedger.of(KNOWN)
  await dry.index([
    writtenBlock(1, [
      event(ROUTERS, 'BURNER_ROUTER_FACTORY', 'AddEntity(address)', { entity: ROUTER }),
    ]),
    writtenBlock(2, [
      event(ROUTER, 'BURNER_ROUTER', 'SetGlobalReceiver(address)', { receiver: ALICE }),
    ]),
    writtenBlock(3, [
      event(ROUTER, 'BURNER_ROUTER', 'AcceptGlobalReceiver()'),
      event(ROUTER, 'BURNER_ROUTER', 'TriggerTransfer(address,uint256)', {
        receiver: ALICE,
        amount: '77',
      }),
    ]),
  ])
  expect(dry.row('contract', ROUTER)?.kind).toBe('BURNER_ROUTER')
  expect(dry.row('burnerReceiver', ROUTER)).toMatchObject({ isKnown: true, receiver: ALICE })
  expect(rows(dry, 'burnerTransfer')).toMatchObject([
    { router: ROUTER, receiver: ALICE, amount: 77n },
  ])
  expect(rows(dry, 'governanceChange')).toMatchObject([
    { kind: 'BURNER', event: 'SetGlobalReceiver', before: null, after: ALICE },
    { kind: 'BURNER', event: 'AcceptGlobalReceiver', before: null, after: ALICE },
  ])
})

test('the older release of staker rewards: a total, a time in its data, and no vault', async () => {
  const dry = await DryLedger.of(KNOWN)
  const data = `0x${(500).toString(16).padStart(64, '0')}${'0'.repeat(64)}`
  await dry.index([
    writtenBlock(1, [
      event(STAKER_FACTORY, 'STAKER_REWARDS_FACTORY', 'AddEntity(address)', { entity: CONTRACT }),
    ]),
    writtenBlock(2, [
      event(CONTRACT, 'STAKER_REWARDS', 'DistributeRewards(address,address,uint256,bytes)', {
        network: NETWORK,
        token: TOKEN,
        amount: '100',
        data,
      }),
      event(
        CONTRACT,
        'STAKER_REWARDS',
        'ClaimRewards(address,address,address,address,uint256,uint256,uint256)',
        {
          token: TOKEN,
          network: NETWORK,
          claimer: ALICE,
          recipient: BOB,
          firstRewardIndex: '0',
          numRewards: '1',
          amount: '40',
        },
      ),
    ]),
  ])
  expect(rows(dry, 'vaultDistribution')).toMatchObject([
    {
      contract: CONTRACT,
      vault: null,
      amount: null,
      adminFee: null,
      snapshotTime: 500n,
      rewardIndex: 0n,
    },
  ])
  expect(rows(dry, 'vaultRewardClaim')).toMatchObject([
    { kind: 'STAKER', claimer: ALICE, recipient: BOB, amount: 40n },
  ])
  expect(dry.row('vaultRewardCursor', `${CONTRACT}/${TOKEN}-${NETWORK}-${ALICE}`)?.nextReward).toBe(
    1n,
  )
})

test('rewards V2: the three revisions of claims, and payments with their fees', async () => {
  const dry = await DryLedger.of(KNOWN)
  const claim = { staker: ALICE, network: NETWORK, token: TOKEN, vault: VAULT, amount: '5' }
  const leaf = {
    token: TOKEN,
    rewardeeType: '1',
    amount: '30',
    rewardeeDataHash: `0x${'00'.repeat(32)}`,
  }
  const of = (signature: string, args: Record<string, unknown>) =>
    event(REWARDS, 'VAULT_REWARDS', signature, args)
  const head = 'address,address,address'
  await dry.index([
    writtenBlock(1, [
      event(MIDDLEWARES, 'MIDDLEWARE_SERVICE', 'SetMiddleware(address,address)', {
        network: NETWORK,
        middleware: BOB,
      }),
      of(
        'DistributeVaultSnapshotRewards(address,address,address,uint96,uint48,uint256,uint256,uint256)',
        {
          network: NETWORK,
          token: TOKEN,
          vault: VAULT,
          subnetworkId: '2',
          timestamp: '900',
          amount: '80',
          curatorFees: '15',
          operatorsFees: '5',
        },
      ),
      of('DepositCumulativeMerkleRewards(address,address,uint256)', {
        network: NETWORK,
        token: TOKEN,
        amount: '100',
      }),
      of(`ClaimVaultSnapshotRewards(${head},address,uint256,uint256)`, {
        ...claim,
        lastUnclaimedIndex: '1',
      }),
      of(`ClaimVaultSnapshotRewards(${head},address,uint256,uint256,uint256)`, {
        ...claim,
        firstClaimedReward: '1',
        rewardsClaimed: '2',
      }),
      of('ClaimCuratorFee(address,address,uint256)', { vault: VAULT, token: TOKEN, amount: '6' }),
      of('ClaimCuratorFees(address,address,uint256)', { vault: VAULT, token: TOKEN, amount: '7' }),
      of('ClaimProtocolFees(address,uint256)', { token: TOKEN, fees: '8' }),
      of('ClaimCumulativeMerkleRewards(address,address,(address,uint256,uint256,bytes32))', {
        rewardee: ALICE,
        network: NETWORK,
        leaf,
      }),
      of('ClaimCumulativeMerkleRewards(address,address,(uint64,address,uint256,uint256,bytes32))', {
        rewardee: ALICE,
        network: NETWORK,
        leaf: { chainId: '1', ...leaf, amount: '45' },
      }),
      event(REGISTRY, 'CURATOR_REGISTRY', 'SetCurator(address,address)', {
        vault: VAULT,
        curator: ALICE,
      }),
    ]),
  ])
  expect(rows(dry, 'rewardSubmission')).toMatchObject([
    { kind: 'VAULT_STAKERS', submitter: BOB, avs: NETWORK, amount: 80n, startTime: 900 },
    { kind: 'NETWORK_ACCOUNTS', submitter: BOB, amount: 100n },
  ])
  expect(rows(dry, 'vaultRewardClaim')).toMatchObject([
    { kind: 'STAKER', amount: 5n },
    { kind: 'STAKER', amount: 5n },
    { kind: 'CURATOR_FEE', amount: 6n },
    { kind: 'CURATOR_FEE', amount: 7n },
    { kind: 'PROTOCOL_FEE', amount: 8n },
    { kind: 'ACCOUNT', amount: 30n },
    { kind: 'ACCOUNT', amount: 15n },
  ])
  expect(dry.row('vaultCurator', VAULT)?.curator).toBe(ALICE)
  expect(rows(dry, 'governanceChange')).toMatchObject([
    { kind: 'MIDDLEWARE', subject: NETWORK, before: null, after: BOB },
    { kind: 'CURATOR', subject: VAULT, before: null, after: ALICE },
  ])
})
