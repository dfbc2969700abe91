import type { EventParams } from '@subsquid/evm-abi'
import { events as rc } from '../../abi/RewardsCoordinator'
import type { RewardTerms } from '../../facts/rewards'
import { type EventHandler, on } from '../handler'
import { setOf } from './avs'

const RC = 'REWARDS_COORDINATOR'

type Submission = EventParams<typeof rc.AVSRewardsSubmissionCreated>['rewardsSubmission']
type DirectedSubmission = EventParams<
  typeof rc.OperatorDirectedAVSRewardsSubmissionCreated
>['operatorDirectedRewardsSubmission']

/** Rewards: submissions, roots, claims and the operators' splits (RewardsCoordinator). */
export const rewardHandlers: EventHandler[] = [
  // The caller is the AVS, or the EmissionsController on its behalf: the event does not say which.
  on(RC, rc.AVSRewardsSubmissionCreated, (args) => [
    {
      ...forAll(args),
      rewardKind: 'AVS',
      submitter: null,
      avs: args.avs,
      terms: shared(args.rewardsSubmission),
    },
  ]),
  on(RC, rc.RewardsSubmissionForAllCreated, (args) => [
    {
      ...forAll(args),
      rewardKind: 'ALL_STAKERS',
      submitter: args.submitter,
      terms: shared(args.rewardsSubmission),
    },
  ]),
  on(RC, rc.RewardsSubmissionForAllEarnersCreated, (args) => [
    {
      ...forAll(args),
      rewardKind: 'PROGRAMMATIC',
      submitter: args.tokenHopper,
      terms: shared(args.rewardsSubmission),
    },
  ]),
  on(RC, rc.OperatorDirectedAVSRewardsSubmissionCreated, (args) => [
    {
      kind: 'rewardSubmitted',
      rewardKind: 'OPERATOR_DIRECTED',
      submitter: args.caller,
      avs: args.avs,
      setId: null,
      nonce: args.submissionNonce,
      hash: args.operatorDirectedRewardsSubmissionHash,
      terms: directed(args.operatorDirectedRewardsSubmission),
    },
  ]),
  on(RC, rc.OperatorDirectedOperatorSetRewardsSubmissionCreated, (args) => [
    {
      kind: 'rewardSubmitted',
      rewardKind: 'OPERATOR_DIRECTED_SET',
      submitter: args.caller,
      ...setOf(args.operatorSet),
      nonce: args.submissionNonce,
      hash: args.operatorDirectedRewardsSubmissionHash,
      terms: directed(args.operatorDirectedRewardsSubmission),
    },
  ]),
  on(RC, rc.UniqueStakeRewardsSubmissionCreated, (args) => [
    { ...forSet(args), rewardKind: 'UNIQUE_STAKE' },
  ]),
  on(RC, rc.TotalStakeRewardsSubmissionCreated, (args) => [
    { ...forSet(args), rewardKind: 'TOTAL_STAKE' },
  ]),

  on(RC, rc.DistributionRootSubmitted, (args) => [
    {
      kind: 'distributionRoot',
      rootIndex: BigInt(args.rootIndex),
      root: args.root,
      calculationEnd: args.rewardsCalculationEndTimestamp,
      activatedAt: args.activatedAt,
    },
  ]),
  on(RC, rc.DistributionRootDisabled, ({ rootIndex }) => [
    { kind: 'distributionRootDisabled', rootIndex: BigInt(rootIndex) },
  ]),
  on(RC, rc.RewardsClaimed, ({ root, earner, claimer, recipient, token, claimedAmount }) => [
    { kind: 'rewardClaimed', root, earner, claimer, recipient, token, amount: claimedAmount },
  ]),

  on(RC, rc.OperatorAVSSplitBipsSet, ({ operator, avs, activatedAt, ...bips }) => [
    {
      kind: 'rewardSplit',
      operator,
      avs,
      setId: null,
      oldBips: bips.oldOperatorAVSSplitBips,
      newBips: bips.newOperatorAVSSplitBips,
      activatedAt,
    },
  ]),
  on(RC, rc.OperatorPISplitBipsSet, ({ operator, activatedAt, ...bips }) => [
    {
      kind: 'rewardSplit',
      operator,
      avs: null,
      setId: null,
      oldBips: bips.oldOperatorPISplitBips,
      newBips: bips.newOperatorPISplitBips,
      activatedAt,
    },
  ]),
  on(RC, rc.OperatorSetSplitBipsSet, ({ operator, operatorSet, activatedAt, ...bips }) => [
    {
      kind: 'rewardSplit',
      operator,
      ...setOf(operatorSet),
      oldBips: bips.oldOperatorSetSplitBips,
      newBips: bips.newOperatorSetSplitBips,
      activatedAt,
    },
  ]),

  on(RC, rc.ActivationDelaySet, ({ newActivationDelay }) => [
    { kind: 'rewardsActivationDelay', delay: BigInt(newActivationDelay) },
  ]),
  on(RC, rc.DefaultOperatorSplitBipsSet, ({ newDefaultOperatorSplitBips }) => [
    { kind: 'defaultSplit', bips: newDefaultOperatorSplitBips },
  ]),
  // Name of the default split until release v0.4.3.
  on(RC, rc.GlobalCommissionBipsSet, ({ newGlobalCommissionBips }) => [
    { kind: 'defaultSplit', bips: newGlobalCommissionBips },
  ]),
]

/** Common fields of the three oldest submissions, which name no operator set. */
function forAll(args: { submissionNonce: bigint; rewardsSubmissionHash: string }) {
  return {
    kind: 'rewardSubmitted',
    avs: null,
    setId: null,
    nonce: args.submissionNonce,
    hash: args.rewardsSubmissionHash,
  } as const
}

/** Common fields of submissions for the stake of an operator set. */
function forSet(args: EventParams<typeof rc.UniqueStakeRewardsSubmissionCreated>) {
  return {
    kind: 'rewardSubmitted',
    submitter: args.caller,
    ...setOf(args.operatorSet),
    nonce: args.submissionNonce,
    hash: args.rewardsSubmissionHash,
    terms: shared(args.rewardsSubmission),
  } as const
}

/** Terms of a reward with one amount for all earners. */
function shared(submission: Submission): RewardTerms {
  const { amount } = submission
  return { ...common(submission), amount, operators: null, description: null }
}

/** Terms of a reward with an amount for each operator. */
function directed(submission: DirectedSubmission): RewardTerms {
  const { operatorRewards, description } = submission
  return {
    ...common(submission),
    amount: operatorRewards.reduce((sum, { amount }) => sum + amount, 0n),
    operators: operatorRewards.map(({ operator, amount }) => ({ operator, amount })),
    description,
  }
}

function common(submission: Submission | DirectedSubmission) {
  const { token, startTimestamp, duration, strategiesAndMultipliers } = submission
  return {
    token,
    startTime: startTimestamp,
    duration: BigInt(duration),
    pools: strategiesAndMultipliers.map(({ strategy: pool, multiplier }) => ({ pool, multiplier })),
  }
}
