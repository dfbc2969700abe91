import { type EpochClock, epochAt, epochStart } from '../../vaults/epoch'

/**
 * When a withdrawal that begins at a time can no longer be slashed: at the start of the second epoch after that of the
 * withdrawal, when it can be claimed (Vault.withdraw: it belongs to the next epoch). Null before the first epoch.
 */
export function withdrawalEnd(clock: EpochClock, begin: bigint): bigint | null {
  const epoch = epochAt(clock, begin)
  return epoch === null ? null : epochStart(clock, epoch + 2n)
}

/**
 * Exit gap of a change of rules of a vault, in seconds: from its effect to the end of a withdrawal that begins at `begin`. Above
 * 0: the change binds even stake that begins to leave then. Null before the first epoch.
 */
export function vaultExitGap(clock: EpochClock, begin: bigint, effect: bigint): bigint | null {
  const end = withdrawalEnd(clock, begin)
  return end === null ? null : end - effect
}

/**
 * Exit gap of a change of resolver when it is announced: the same in every epoch, because both ends are starts of epochs
 * (VetoSlasher.setResolver).
 * @param delay epochs until a new resolver is in effect (resolverSetEpochsDelay)
 */
export function resolverExitGap(epochDuration: bigint, delay: bigint): bigint {
  return (2n - delay) * epochDuration
}
