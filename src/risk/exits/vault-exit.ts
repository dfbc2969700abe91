/** Clock of a vault: epochs of equal length since its creation. Times are unix seconds. */
interface VaultClock {
  readonly epochStart: bigint
  readonly epochDuration: bigint
}

/**
 * When a withdrawal that begins at a time can no longer be slashed: at the start of the second epoch after that of the
 * withdrawal, when it can be claimed (Vault.withdraw: it belongs to the next epoch).
 */
export function withdrawalEnd({ epochStart, epochDuration }: VaultClock, begin: bigint): bigint {
  const epoch = (begin - epochStart) / epochDuration
  return epochStart + (epoch + 2n) * epochDuration
}

/**
 * Exit gap of a change of rules of a vault, in seconds: from its effect to the end of a withdrawal that begins at `begin`. Above
 * 0: the change binds even stake that begins to leave then.
 */
export function vaultExitGap(clock: VaultClock, begin: bigint, effect: bigint): bigint {
  return withdrawalEnd(clock, begin) - effect
}

/**
 * Exit gap of a change of resolver when it is announced: the same in every epoch, because both ends are starts of epochs
 * (VetoSlasher.setResolver).
 * @param delay epochs until a new resolver is in effect (resolverSetEpochsDelay)
 */
export function resolverExitGap(epochDuration: bigint, delay: bigint): bigint {
  return (2n - delay) * epochDuration
}
