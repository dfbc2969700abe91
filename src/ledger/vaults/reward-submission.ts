import { logId } from '../../facts/ids'
import type { LogPosition } from '../../facts/log-position'
import type { RowRef } from '../rows'
import type { RewardSubmissionRow } from '../rows.generated'
import type { LedgerState } from '../state'
import { ensureNetwork, ensureSubnetwork, networkRefs, subnetworkRefs } from './first-seen'

type Target = Pick<RewardSubmissionRow, 'submitter' | 'avs' | 'operatorSet'>

type Submission = Target &
  Pick<RewardSubmissionRow, 'kind' | 'token' | 'amount' | 'startTime' | 'pools'>

/** A reward of Symbiotic among those of all protocols. It is paid for one time, so it lasts 0 seconds. */
export function appendSubmission(state: LedgerState, at: LogPosition, reward: Submission): void {
  const { block, logIndex, timestamp: blockTime, transactionHash } = at
  state.append('rewardSubmission', {
    id: logId(block, logIndex),
    block,
    logIndex,
    blockTime,
    transactionHash,
    submissionNonce: null,
    submissionHash: null,
    duration: 0n,
    operators: null,
    description: null,
    ...reward,
  })
}

/** Rows of `payerOf`. */
export const payerRefs = (network: string, identifier: bigint | null): RowRef[] =>
  identifier === null ? networkRefs(network) : subnetworkRefs({ network, identifier })

/**
 * Who pays a reward. Rewards contracts take it from the network's middleware alone; null: no log names that.
 * The network's row is created if this log is the first to name it.
 */
export function payerOf(
  state: LedgerState,
  network: string,
  identifier: bigint | null,
  block: number,
): Target {
  const { middleware: submitter } = ensureNetwork(state, network, block)
  if (identifier === null) return { submitter, avs: network, operatorSet: null }
  const { key } = ensureSubnetwork(state, { network, identifier }, block)
  return { submitter, avs: network, operatorSet: key }
}
