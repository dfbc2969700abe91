/** Stake of a vault that can be slashed, in base units. */
export interface VaultStake {
  readonly active: bigint
  /** Withdrawals of the current epoch, and of the next one. */
  readonly current: bigint
  readonly next: bigint
}

/** When the stake that is slashed was captured. */
export interface Capture {
  /** What the set can slash of it. */
  readonly slashable: bigint
  /** Whether it is stake of the previous epoch. */
  readonly isBefore: boolean
}

/**
 * What is left of a vault after a loss, at most all of it: each part loses in proportion. Withdrawals of the current epoch lose only if
 * stake of the previous one was captured. Source: Vault.onSlash (Symbiotic).
 */
export function splitLoss(
  { active, current, next }: VaultStake,
  amount: bigint,
  isBefore: boolean,
): { readonly after: VaultStake; readonly realized: bigint } {
  const all = active + next + (isBefore ? current : 0n)
  const realized = amount < all ? amount : all
  if (realized === 0n) return { after: { active, current, next }, realized }
  const ofActive = (realized * active) / all
  if (!isBefore) {
    const after = { active: active - ofActive, current, next: next - (realized - ofActive) }
    return { after, realized }
  }
  const ofNext = (realized * next) / all
  const ofCurrent = realized - ofActive - ofNext
  // What rounding leaves to the current epoch beyond its stake, the next one loses.
  const beyond = ofCurrent > current ? ofCurrent - current : 0n
  return {
    after: {
      active: active - ofActive,
      current: current - (ofCurrent - beyond),
      next: next - ofNext - beyond,
    },
    realized,
  }
}
