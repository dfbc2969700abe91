import { freshnessOf } from '../data/stamp'
import type { QualityQuery } from '../data/types.generated'
import { counted } from '../format/text'

const WORDS = {
  fresh: 'The index is at the head of the chain.',
  behind: 'The index is behind the chain: figures are those of its last block, not of now.',
  invalid:
    'The indexer stopped at an error: figures are right at their block, and no later ones come.',
}

/** Whether the figures can be trusted. */
export function qualitySentences({
  _meta: meta,
  undecodedCount,
  eventCount,
}: Pick<QualityQuery, '_meta' | 'undecodedCount' | 'eventCount'>): string[] {
  const unknown = undecodedCount.totalCount
  return [
    WORDS[freshnessOf(meta)],
    `${counted(eventCount.totalCount, 'event')} of contracts are stored up to this block; ${unknown === 0 ? 'all are decoded.' : `${unknown} of them could not be decoded.`}`,
    meta.provenTo === null
      ? 'Its logs are not proven against headers and receipts: compare the digest with another host, or check single figures below.'
      : `All logs up to block ${meta.provenTo} are proven against headers and receipts.`,
  ]
}
