import { events as pod } from '../../abi/EigenPod'
import { events as epm } from '../../abi/EigenPodManager'
import type { Fact } from '../../facts/facts'
import { on, type Reader, type Reading } from './reading'

const POD = 'EIGEN_POD'

/** A pod's own events name no pod: it is the address that emits them. */
const addressOf = ({ logs, index }: Reader) => logs[index]!.log.address

type Change = 'RESTAKED' | 'BALANCE' | 'CHECKPOINTED' | 'WITHDRAWN'
interface ValidatorArguments {
  validatorIndex?: bigint
  pubkeyHash?: string
  newValidatorBalanceGwei?: bigint
  balanceTimestamp?: bigint
  checkpointTimestamp?: bigint
}

/** A validator is named by its index in the beacon chain, since v1.6 by the hash of its public key. */
const validator =
  (change: Change) =>
  (args: ValidatorArguments, reader: Reader): Fact[] => [
    {
      kind: 'validator',
      pod: addressOf(reader),
      validator: args.pubkeyHash ?? `${args.validatorIndex}`,
      change,
      gwei: args.newValidatorBalanceGwei ?? null,
      provenAt: args.balanceTimestamp ?? args.checkpointTimestamp ?? null,
    },
  ]

const checkpoint =
  (finalized: boolean) =>
  ({ checkpointTimestamp: timestamp }: { checkpointTimestamp: bigint }, reader: Reader): Fact[] => [
    { kind: 'podCheckpoint', pod: addressOf(reader), timestamp, finalized },
  ]

/** Pods, their validators and checkpoints (EigenPodManager, EigenPod). Validators are named by index, since v1.6 by key. */
export const pods: Reading[] = [
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
  // Before checkpoints, withdrawals of whole validators were proven one by one.
  on(POD, pod['FullWithdrawalRedeemed(uint40,address indexed,uint64)'], validator('WITHDRAWN')),
  on(
    POD,
    pod['FullWithdrawalRedeemed(uint40,uint64,address indexed,uint64)'],
    validator('WITHDRAWN'),
  ),
  on(POD, pod['CheckpointCreated(uint64 indexed,bytes32 indexed)'], checkpoint(false)),
  on(POD, pod['CheckpointCreated(uint64 indexed,bytes32 indexed,uint256)'], checkpoint(false)),
  on(POD, pod.CheckpointFinalized, checkpoint(true)),
]
