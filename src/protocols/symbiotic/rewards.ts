import { events as operator } from '../../abi/DefaultOperatorRewards'
import { events as staker } from '../../abi/DefaultStakerRewards'
import type { Fact } from '../../facts/facts'
import { type EventHandler, emitterOf, type LogContext, on } from '../handler'

const STAKER = 'STAKER_REWARDS'
const OPERATOR = 'OPERATOR_REWARDS'

/** Rewards of one vault's stakers (DefaultStakerRewards). */
const ofStakers: EventHandler[] = [
  on(STAKER, staker.InitVault, ({ vault }, context) => [
    { kind: 'stakerRewardsVault', contract: emitterOf(context), vault },
  ]),
  on(STAKER, staker.SetAdminFee, ({ adminFee }, context) => [
    { kind: 'stakerRewardsFee', contract: emitterOf(context), adminFee: Number(adminFee) },
  ]),
  on(
    STAKER,
    staker['DistributeRewards(address indexed,address indexed,uint256,uint256,uint48)'],
    ({ network, token, distributeAmount, adminFeeAmount, timestamp }, context) => [
      {
        kind: 'vaultDistribution',
        contract: emitterOf(context),
        network,
        identifier: null,
        token,
        snapshotTime: BigInt(timestamp),
        amount: distributeAmount,
        adminFee: adminFeeAmount,
      },
    ],
  ),
  // The older release: the first word of `data` is the time. abi.encode(uint48 timestamp, ...)
  on(
    STAKER,
    staker['DistributeRewards(address indexed,address indexed,uint256,bytes)'],
    ({ network, token, amount, data }, context) => {
      const snapshotTime = BigInt(data.slice(0, 66))
      const contract = emitterOf(context)
      const paid = { contract, network, identifier: null, token, snapshotTime }
      return [{ kind: 'vaultDistributionTotal', ...paid, total: amount }]
    },
  ),
  on(
    STAKER,
    staker['ClaimRewards(address indexed,address indexed,address indexed,uint256,address)'],
    (args, context) => [stakerClaim(args, context)],
  ),
  // Of the same claim: up to which reward.
  on(STAKER, staker.ClaimRewardsExtra, (args, context) => [
    claimedUpTo(args, args.firstClaimedRewardIndex + args.rewardsClaimed, context),
  ]),
  // The older release says both in one log.
  on(
    STAKER,
    staker[
      'ClaimRewards(address indexed,address indexed,address indexed,address,uint256,uint256,uint256)'
    ],
    (args, context) => [
      stakerClaim(args, context),
      claimedUpTo(args, args.firstRewardIndex + args.numRewards, context),
    ],
  ),
  // `recipient` is the token: the contract emits ClaimAdminFee(token, amount).
  on(STAKER, staker.ClaimAdminFee, ({ recipient: token, amount }, context) => [
    { kind: 'adminFeeClaimed', contract: emitterOf(context), token, amount },
  ]),
]

interface StakerClaim {
  network: string
  token: string
  claimer: string
}

function stakerClaim(
  {
    network,
    token,
    claimer,
    recipient,
    amount,
  }: StakerClaim & { recipient: string; amount: bigint },
  context: LogContext,
): Fact {
  return {
    kind: 'vaultRewardClaimed',
    claim: 'STAKER',
    contract: emitterOf(context),
    vault: null,
    network,
    token,
    claimer,
    recipient,
    amount,
  }
}

function claimedUpTo(
  { network, token, claimer }: StakerClaim,
  nextReward: bigint,
  context: LogContext,
): Fact {
  const contract = emitterOf(context)
  const account = claimer
  return { kind: 'vaultRewardsClaimedUpTo', contract, network, token, account, nextReward }
}

/** Rewards of operators by a Merkle root for each network and token (DefaultOperatorRewards). */
const ofOperators: EventHandler[] = [
  on(OPERATOR, operator.DistributeRewards, ({ network, token, amount, root }, context) => [
    { kind: 'operatorRewards', contract: emitterOf(context), network, token, amount, root },
  ]),
  on(OPERATOR, operator.ClaimRewards, ({ network, token, claimer, ...claim }, context) => [
    {
      kind: 'operatorRewardsClaimed',
      contract: emitterOf(context),
      network,
      token,
      operator: claimer,
      recipient: claim.recipient,
      amount: claim.amount,
    },
  ]),
]

/** Rewards contracts that factories make for one vault, or for all operators. */
export const rewardHandlers: EventHandler[] = [...ofStakers, ...ofOperators]
