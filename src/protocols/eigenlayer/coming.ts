import * as p from '@subsquid/evm-codec'
import { events as dm } from '../../abi/DelegationManager'
import { events as epm } from '../../abi/EigenPodManager'
import type { Codec } from '../decode-any'

/** Parameters of events of a release that is not out: their types are known, but not which of them are indexed. */
export const COMING: ReadonlyMap<string, Record<string, Codec>> = new Map<
  string,
  Record<string, Codec>
>([
  [epm.PodRestakingDisabled.topic, { podOwner: p.address, pod: p.address }],
  [dm.QueuedWithdrawalClearedForDisabledPod.topic, { withdrawalRoot: p.bytes32 }],
])
