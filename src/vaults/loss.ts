/** Assets of a Symbiotic vault (version 1 or 2) that can be slashed in an epoch. */
export interface SlashableAssets {
  /** Stake without withdrawals (activeStake). */
  active: bigint
  /** Withdrawals of the current epoch, which can be claimed when it ends. */
  current: bigint
  /** Withdrawals of the next epoch: those that are requested now. */
  next: bigint
}

/**
 * The assets after a loss, rounded as by the contract (Vault.onSlash).
 *
 * @param lost what the vault lost (OnSlash.slashedAmount)
 * @param captureEpoch epoch of the stake that is slashed. In the current epoch only withdrawals of the next one were stake at
 *   that time; in the one before it those of the current one, too
 * @returns null if the contract can not have done it: older stake, or more than there was
 */
export function afterLoss(
  assets: SlashableAssets,
  lost: bigint,
  captureEpoch: 'CURRENT' | 'PREVIOUS',
): SlashableAssets | null {
  const { active, current, next } = assets
  const isPrevious = captureEpoch === 'PREVIOUS'
  const total = active + next + (isPrevious ? current : 0n)
  if (lost > total) return null
  if (total === 0n) return assets
  const fromActive = (lost * active) / total
  if (!isPrevious) {
    const fromNext = lost - fromActive
    // The rest goes to withdrawals, be there enough or not: the contract would revert.
    return fromNext > next ? null : { active: active - fromActive, current, next: next - fromNext }
  }
  let fromNext = (lost * next) / total
  let fromCurrent = lost - fromActive - fromNext
  if (current < fromCurrent) {
    fromNext += fromCurrent - current
    fromCurrent = current
  }
  if (fromNext > next) return null
  return { active: active - fromActive, current: current - fromCurrent, next: next - fromNext }
}
