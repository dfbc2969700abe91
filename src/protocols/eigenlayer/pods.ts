import { events as pod } from '../../abi/EigenPod'
import { events as epm } from '../../abi/EigenPodManager'
import type { Fact } from '../facts'
import { on, type Reader, type Reading } from './reading'

const POD = 'EIGEN_POD'

/** A pod's own events name no pod: it is the address that emits them. */
const addressOf = ({ logs, index }: Reader) => logs[index]!.log.address

const validators =
  (delta: number) =>
  (_: unknown, reader: Reader): Fact[] => [{ kind: 'podValidators', pod: addressOf(reader), delta }]

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
  on(POD, pod['ValidatorRestaked(uint40)'], validators(1)),
  on(POD, pod['ValidatorRestaked(bytes32)'], validators(1)),
  on(POD, pod['ValidatorWithdrawn(uint64 indexed,uint40 indexed)'], validators(-1)),
  on(POD, pod['ValidatorWithdrawn(uint64 indexed,bytes32 indexed)'], validators(-1)),
  // Before checkpoints, withdrawals of whole validators were proven one by one.
  on(POD, pod['FullWithdrawalRedeemed(uint40,address indexed,uint64)'], validators(-1)),
  on(POD, pod['FullWithdrawalRedeemed(uint40,uint64,address indexed,uint64)'], validators(-1)),
  on(POD, pod['CheckpointCreated(uint64 indexed,bytes32 indexed)'], checkpoint(false)),
  on(POD, pod['CheckpointCreated(uint64 indexed,bytes32 indexed,uint256)'], checkpoint(false)),
  on(POD, pod.CheckpointFinalized, checkpoint(true)),
]
