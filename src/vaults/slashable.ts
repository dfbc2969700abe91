import { smaller } from './math'

/** A slashing that was executed. */
export interface ExecutedSlash {
  /** Time of its block. */
  readonly time: bigint
  readonly captureTimestamp: bigint
  /** Amount by which the operator's stake was slashed. */
  readonly accounted: bigint
}

/** Sum of what was slashed up to a time (BaseSlasher.cumulativeSlashAt), or ever (cumulativeSlash). */
export function cumulativeSlash(slashes: readonly ExecutedSlash[], until?: bigint): bigint {
  return slashes.reduce(
    (sum, { time, accounted }) => (until === undefined || time <= until ? sum + accounted : sum),
    0n,
  )
}

/** Latest time of stake that was slashed (BaseSlasher.latestSlashedCaptureTimestamp); 0: none was. */
export function latestSlashedCapture(slashes: readonly ExecutedSlash[]): bigint {
  return slashes.reduce(
    (latest, { captureTimestamp }) => (captureTimestamp > latest ? captureTimestamp : latest),
    0n,
  )
}

/** A time of stake that is slashed, and the time of the slashing. */
export interface SlashTime {
  readonly capture: bigint
  readonly now: bigint
}

/**
 * What can be slashed now of the stake at a time (BaseSlasher.slashableStake).
 *
 * @param stake at that time (stakeAt); null: unknown
 * @param epochDuration of the vault; null: unknown
 * @returns null: it depends on a value that is unknown
 */
export function slashableStake(
  { capture, now }: SlashTime,
  stake: bigint | null,
  slashes: readonly ExecutedSlash[],
  epochDuration: bigint | null,
): bigint | null {
  if (capture >= now || capture < latestSlashedCapture(slashes) || stake === 0n) return 0n
  // An epoch lasts a second or longer.
  if (epochDuration === null && capture < now - 1n) return null
  if (epochDuration !== null && capture < now - epochDuration) return 0n
  if (stake === null) return null
  return stake - smaller(cumulativeSlash(slashes) - cumulativeSlash(slashes, capture), stake)
}
