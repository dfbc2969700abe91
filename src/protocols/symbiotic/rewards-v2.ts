import { events as curators } from '../../abi/CuratorRegistry'
import { events as rewards } from '../../abi/VaultRewards'
import type { VaultRewardClaimKind } from '../../facts/enums.generated'
import type { Fact } from '../../facts/facts'
import { type EventHandler, emitterOf, type LogContext, on, orNull, sourceOf } from '../handler'

const REWARDS = 'VAULT_REWARDS'
const REGISTRY = 'CURATOR_REGISTRY'

interface Claim {
  token: string
  amount: bigint
  vault?: string
  network?: string
  claimer?: string
}

function claimed(claim: VaultRewardClaimKind, values: Claim, context: LogContext): Fact {
  const { token, amount, vault = null, network = null, claimer = null } = values
  const contract = emitterOf(context)
  const recipient = null
  return {
    kind: 'vaultRewardClaimed',
    claim,
    contract,
    vault,
    network,
    token,
    claimer,
    recipient,
    amount,
  }
}

const byStaker = (
  args: { staker: string; network: string; token: string; vault: string; amount: bigint },
  context: LogContext,
) => [claimed('STAKER', { ...args, claimer: args.staker }, context)]

const byOperator = (
  args: { operator: string; network: string; token: string; vault: string; amount: bigint },
  context: LogContext,
) => [claimed('OPERATOR', { ...args, claimer: args.operator }, context)]

const byCurator = (args: { vault: string; token: string; amount: bigint }, context: LogContext) => [
  claimed('CURATOR_FEE', args, context),
]

const byProtocol = ({ token, fees }: { token: string; fees: bigint }, context: LogContext) => [
  claimed('PROTOCOL_FEE', { token, amount: fees }, context),
]

/** `leaf.amount` is what the account may claim in all, and has claimed now. */
const byAccount = (
  args: {
    rewardee: string
    network: string
    leaf: { token: string; rewardeeType: bigint; amount: bigint }
  },
  context: LogContext,
): Fact[] => [
  {
    kind: 'networkRewardsClaimed',
    contract: emitterOf(context),
    network: args.network,
    token: args.leaf.token,
    account: args.rewardee,
    accountType: args.leaf.rewardeeType,
    claimed: args.leaf.amount,
  },
]

const funds = (added: boolean) => {
  type Args = { network: string; token: string; amount: bigint }
  return ({ network, token, amount }: Args, context: LogContext): Fact[] => {
    const contract = emitterOf(context)
    return [{ kind: 'networkRewardsFunds', contract, network, token, amount, added }]
  }
}

/** The one contract of rewards V2. Of its three revisions, events with one topic mean the same. */
const ofContract: EventHandler[] = [
  on(REWARDS, rewards.DistributeVaultSnapshotRewards, ({ subnetworkId, ...args }, context) => [
    {
      kind: 'vaultSnapshotReward',
      contract: emitterOf(context),
      network: args.network,
      identifier: subnetworkId,
      token: args.token,
      snapshotTime: BigInt(args.timestamp),
      vault: args.vault,
      amount: args.amount,
      curatorFee: args.curatorFees,
      operatorsFee: args.operatorsFees,
    },
  ]),
  on(REWARDS, rewards.DistributeCumulativeMerkleRewards, (args, context) => [
    {
      kind: 'networkRewardsRoot',
      contract: emitterOf(context),
      network: args.network,
      root: args.cumulativeDistribution.merkleRoot,
    },
  ]),
  on(REWARDS, rewards.DepositCumulativeMerkleRewards, funds(true)),
  on(REWARDS, rewards.WithdrawCumulativeMerkleRewards, funds(false)),
  on(
    REWARDS,
    rewards[
      'ClaimVaultSnapshotRewards(address indexed,address indexed,address indexed,address,uint256,uint256)'
    ],
    byStaker,
  ),
  on(
    REWARDS,
    rewards[
      'ClaimVaultSnapshotRewards(address indexed,address indexed,address indexed,address,uint256,uint256,uint256)'
    ],
    byStaker,
  ),
  on(REWARDS, rewards.ClaimOperatorFee, byOperator),
  on(REWARDS, rewards.ClaimOperatorFees, byOperator),
  on(REWARDS, rewards.ClaimCuratorFee, byCurator),
  on(REWARDS, rewards.ClaimCuratorFees, byCurator),
  on(REWARDS, rewards.ClaimProtocolFee, byProtocol),
  on(REWARDS, rewards.ClaimProtocolFees, byProtocol),
  on(
    REWARDS,
    rewards[
      'ClaimCumulativeMerkleRewards(address indexed,address indexed,(uint64,address,uint256,uint256,bytes32))'
    ],
    byAccount,
  ),
  on(
    REWARDS,
    rewards[
      'ClaimCumulativeMerkleRewards(address indexed,address indexed,(address,uint256,uint256,bytes32))'
    ],
    byAccount,
  ),
]

/** Curators of vaults, and the fees that they set (CuratorRegistry, FeeRegistry). */
const ofRegistries: EventHandler[] = [
  on(REGISTRY, curators.SetCurator, ({ vault, curator }, context) => [
    { kind: 'curator', ...sourceOf(context), vault, curator: orNull(curator) ?? '' },
  ]),
  on(REGISTRY, curators.SetCuratorFee, ({ vault, fee }) => [
    { kind: 'curatorFees', vault, curatorFee: fee, operatorsFee: null },
  ]),
  on(REGISTRY, curators.SetOperatorsFee, ({ vault, fee }) => [
    { kind: 'curatorFees', vault, curatorFee: null, operatorsFee: fee },
  ]),
]

/** Rewards V2: one contract for all vaults, and its registries. */
export const rewardV2Handlers: EventHandler[] = [...ofContract, ...ofRegistries]
