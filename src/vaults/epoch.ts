/*
 * Epochs of Symbiotic vaults of versions 1 and 2 (VaultStorage). Times are unix seconds.
 */

/** When epochs begin, and how long they are. */
export interface EpochClock {
  /** Start of epoch 0: the time of the vault's creation. */
  start: bigint
  /** Seconds of an epoch, more than 0. */
  duration: bigint
}

/**
 * The epoch of a time (VaultStorage.epochAt).
 * @returns null before epoch 0, for which the contract reverts
 */
export function epochAt({ start, duration }: EpochClock, time: bigint): bigint | null {
  return time < start ? null : (time - start) / duration
}

/** First second of an epoch. */
export function epochStart({ start, duration }: EpochClock, epoch: bigint): bigint {
  return start + epoch * duration
}

/**
 * Which epoch a capture time is in, as seen at a time: the current one or the one before it.
 * @returns null for other epochs, whose stake can not be slashed
 */
export function captureEpoch(
  clock: EpochClock,
  capture: bigint,
  now: bigint,
): 'CURRENT' | 'PREVIOUS' | null {
  const of = epochAt(clock, capture)
  const current = epochAt(clock, now)
  if (of === null || current === null) return null
  if (of === current) return 'CURRENT'
  return of === current - 1n ? 'PREVIOUS' : null
}
