import type { RawLog } from '../types'
import type { ClaimedBlock } from '../verify/check-blocks'
import type { SealedHeader } from '../verify/header'
import { byBlock, differingBlocks } from '../verify/logs'
import type { OtherAnswer } from './cross-check'

/** Blocks in which the cross-check gives other logs, ascending. */
export function disputedBlocks(logs: readonly RawLog[], other: OtherAnswer | null): number[] {
  return other ? differingBlocks(logs, other.logs) : []
}

/** The logs that providers claim for blocks, with the disputes of the cross-check. */
export function claimsOf(
  headers: readonly SealedHeader[],
  logs: readonly RawLog[],
  other: OtherAnswer | null,
  disputed: readonly number[],
): ClaimedBlock[] {
  const claimed = byBlock(logs)
  const disputing = byBlock(other?.logs ?? [])
  const isDisputed = new Set(disputed)
  return headers.map((header) => {
    const { number } = header
    const claim = { header, logs: claimed.get(number) ?? [] }
    if (!other || !isDisputed.has(number)) return claim
    const dispute = { provider: other.provider, logs: disputing.get(number) ?? [] }
    return { ...claim, dispute }
  })
}
