import { spanText, timeText } from './text'

/** A block whose time is known, and seconds between two blocks. */
export interface Clock {
  readonly block: number
  /** Unix seconds; null: unknown. */
  readonly time: number | null
  /** Seconds between two blocks, on average; null: unknown. */
  readonly pace: number | null
}

/**
 * When a block comes, for people: the block, and about which time that is, at the pace of the blocks so far.
 *
 * `block 3120, about 2026-03-01 04:14 UTC (in 24 min)`; `block 2990, passed`.
 */
export function whenText(block: number, { block: now, time, pace }: Clock): string {
  if (block <= now) return `block ${block}, passed`
  if (time === null || pace === null) return `block ${block}`
  const seconds = Math.round((block - now) * pace)
  return `block ${block}, about ${timeText(time + seconds)} (in ${spanText(seconds)})`
}

/** When a time comes, seen from another: `2026-03-01 04:14 UTC (in 24 min)`, or `…, passed`. */
export function atText(time: number, now: number | null): string {
  if (now === null) return timeText(time)
  return time <= now
    ? `${timeText(time)}, passed`
    : `${timeText(time)} (in ${spanText(time - now)})`
}

/** When an epoch of a vault ends, Unix seconds; null: it has none, or it is unknown. */
export function epochEnd(
  epoch: string,
  { epochStart, epochDuration }: { epochStart: string; epochDuration: string | null },
): number | null {
  if (epochDuration === null) return null
  return Number(BigInt(epochStart) + (BigInt(epoch) + 1n) * BigInt(epochDuration))
}
