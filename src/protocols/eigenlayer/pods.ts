import { events as pod } from '../../abi/EigenPod'
import { events as epm } from '../../abi/EigenPodManager'
import type { Fact } from '../../facts/facts'
import { type EventHandler, emitterOf, type LogContext, on } from '../handler'

const POD = 'EIGEN_POD'

type Change = 'RESTAKED' | 'BALANCE' | 'CHECKPOINTED' | 'WITHDRAWN'
interface ValidatorArguments {
  validatorIndex?: bigint
  pubkeyHash?: string
  newValidatorBalanceGwei?: bigint
  balanceTimestamp?: bigint
  checkpointTimestamp?: bigint
}

/** A validator is named by its index in the beacon chain; since v1.6 by the hash of its public key. */
const validator =
  (change: Change) =>
  (args: ValidatorArguments, context: LogContext): Fact[] => [
    {
      kind: 'validator',
      pod: emitterOf(context),
      validator: args.pubkeyHash ?? `${args.validatorIndex}`,
      change,
      gwei: args.newValidatorBalanceGwei ?? null,
      provenAt: args.balanceTimestamp ?? args.checkpointTimestamp ?? null,
    },
  ]

const checkpoint =
  (finalized: boolean) =>
  (
    { checkpointTimestamp: timestamp }: { checkpointTimestamp: bigint },
    context: LogContext,
  ): Fact[] => [{ kind: 'podCheckpoint', pod: emitterOf(context), timestamp, finalized }]

/** Pods, their validators and checkpoints (EigenPodManager, EigenPod). A pod's own events do not name it: it is the emitter. */
export const podHandlers: EventHandler[] = [
  on('EIGEN_POD_MANAGER', epm.PodDeployed, ({ eigenPod, podOwner }) => [
    { kind: 'podDeployed', staker: podOwner, pod: eigenPod },
  ]),
  on(POD, pod['ValidatorRestaked(uint40)'], validator('RESTAKED')),
  on(POD, pod['ValidatorRestaked(bytes32)'], validator('RESTAKED')),
  on(POD, pod['ValidatorBalanceUpdated(uint40,uint64,uint64)'], validator('BALANCE')),
  on(POD, pod['ValidatorBalanceUpdated(bytes32,uint64,uint64)'], validator('BALANCE')),
  on(POD, pod['ValidatorCheckpointed(uint64 indexed,uint40 indexed)'], validator('CHECKPOINTED')),
  on(POD, pod['ValidatorCheckpointed(uint64 indexed,bytes32 indexed)'], validator('CHECKPOINTED')),
  on(POD, pod['ValidatorWithdrawn(uint64 indexed,uint40 indexed)'], validator('WITHDRAWN')),
  on(POD, pod['ValidatorWithdrawn(uint64 indexed,bytes32 indexed)'], validator('WITHDRAWN')),
  // Before pod checkpoints, the withdrawal of each validator was proven separately.
  on(POD, pod['FullWithdrawalRedeemed(uint40,address indexed,uint64)'], validator('WITHDRAWN')),
  on(
    POD,
    pod['FullWithdrawalRedeemed(uint40,uint64,address indexed,uint64)'],
    validator('WITHDRAWN'),
  ),
  on(POD, pod['CheckpointCreated(uint64 indexed,bytes32 indexed)'], checkpoint(false)),
  on(POD, pod['CheckpointCreated(uint64 indexed,bytes32 indexed,uint256)'], checkpoint(false)),
  on(POD, pod.CheckpointFinalized, checkpoint(true)),
  // EigenPodManager.PodRestakingDisabled of the same transaction repeats it.
  on(POD, pod.RestakingPermanentlyDisabled, (_, context) => [
    { kind: 'podRetired', pod: emitterOf(context) },
  ]),
  on(POD, pod.DisabledPodETHWithdrawn, ({ amountWei }, context) => [
    { kind: 'retiredPodWithdrawn', pod: emitterOf(context), wei: amountWei },
  ]),
]
