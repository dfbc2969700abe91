import { logId, networkRewardKey } from '../../facts/ids'
import type { LogPosition } from '../../facts/log-position'
import type { PaidToVault } from '../../facts/vault-rewards'
import { WAD } from '../math'
import type { RowRef } from '../rows'
import type { VaultDistributionRow } from '../rows.generated'
import type { LedgerState } from '../state'
import { appendSubmission, payerOf, payerRefs } from './reward-submission'

type Parts = Pick<VaultDistributionRow, 'vault' | 'amount' | 'adminFee' | 'operatorsFee'>

/** Rows of `appendDistribution`. */
export function distributionRefs({ contract, network, identifier, token }: PaidToVault): RowRef[] {
  return [
    ...payerRefs(network, identifier),
    { table: 'vaultRewardCount', key: networkRewardKey(contract, token, network) },
  ]
}

/**
 * A payment to the stakers of a vault, and the reward that it is.
 * @param isNumbered whether accounts claim the contract's rewards of a network and token in their order
 */
export function appendDistribution(
  state: LedgerState,
  at: LogPosition,
  { contract, network, identifier, token, snapshotTime }: PaidToVault,
  parts: Parts,
  { isNumbered }: { isNumbered: boolean } = { isNumbered: true },
): void {
  const target = payerOf(state, network, identifier, at.block)
  const hasReward = parts.amount === null || parts.amount > 0n
  let rewardIndex: bigint | null = null
  if (isNumbered && hasReward) {
    const key = networkRewardKey(contract, token, network)
    rewardIndex = state.get('vaultRewardCount', key)?.rewards ?? 0n
    const rewards = rewardIndex + 1n
    state.put('vaultRewardCount', { key, contract, avs: network, token, rewards })
  }
  const { block, logIndex, timestamp: blockTime, transactionHash } = at
  state.append('vaultDistribution', {
    id: logId(block, logIndex),
    block,
    logIndex,
    blockTime,
    transactionHash,
    contract,
    avs: network,
    operatorSet: target.operatorSet,
    token,
    snapshotTime,
    rewardIndex,
    ...parts,
  })
  // What is left for stakers is unknown: then it is no amount of a reward.
  if (parts.amount === null || parts.amount === 0n) return
  appendSubmission(state, at, {
    kind: 'VAULT_STAKERS',
    ...target,
    token,
    amount: parts.amount,
    startTime: Number(snapshotTime),
    pools: parts.vault === null ? [] : [{ pool: parts.vault, multiplier: `${WAD}` }],
  })
}
