import { percent } from './decimal'

/** A share, or the bounds between which it lies. */
interface Share {
  readonly value: string | null
  readonly atLeast: string | null
  readonly atMost: string | null
  readonly nullReason: string | null
}

/** A share that is known, or between which bounds it lies. */
export function shareText(share: Share | null): string {
  if (!share) return 'unknown'
  if (share.value !== null) return percent(share.value)
  if (share.atLeast === null || share.atMost === null) return `unknown (${share.nullReason})`
  return `between ${percent(share.atLeast)} and ${percent(share.atMost)}`
}
