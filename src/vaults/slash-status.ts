import type { SlashingStatus } from '../facts/enums.generated'

/** A slashing of a vault, as stored. */
export interface StoredSlash {
  readonly captureTimestamp: bigint | null
  /** End of the time for a veto; null: it needs no request. */
  readonly vetoDeadline: bigint | null
  readonly vetoed: boolean
  /** Null: neither executed nor vetoed. */
  readonly resolvedAtBlock: number | null
}

/**
 * Status at a time. A request that nobody executed for an epoch after the time of its stake has expired: no log says so.
 *
 * @param epochDuration of the vault; null: unknown
 * @returns null: it depends on it
 */
export function slashStatus(
  { captureTimestamp, vetoed, resolvedAtBlock }: StoredSlash,
  epochDuration: bigint | null,
  now: bigint,
): SlashingStatus | null {
  if (vetoed) return 'VETOED'
  if (resolvedAtBlock !== null || captureTimestamp === null) return 'EXECUTED'
  if (epochDuration === null) return null
  return now - captureTimestamp > epochDuration ? 'EXPIRED' : 'REQUESTED'
}

/**
 * Whether a request can be vetoed at a time (VetoSlasher.vetoSlash): there was a resolver at the time of its stake and one a
 * second ago, and the deadline has not passed.
 */
export function canBeVetoed(
  request: StoredSlash,
  now: bigint,
  resolvers: { readonly atCapture: string | null; readonly aSecondAgo: string | null },
): boolean {
  const { vetoDeadline, vetoed, resolvedAtBlock } = request
  const isOpen = !vetoed && resolvedAtBlock === null && vetoDeadline !== null && now < vetoDeadline
  return isOpen && resolvers.atCapture !== null && resolvers.aSecondAgo !== null
}
