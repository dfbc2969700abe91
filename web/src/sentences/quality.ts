import { freshnessOf } from '../data/stamp'
import type { QualityQuery } from '../data/types.generated'
import { counted, dayText } from '../format/text'

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
  replacedBlocks,
}: Pick<QualityQuery, '_meta' | 'undecodedCount' | 'eventCount' | 'replacedBlocks'>): string[] {
  const unknown = undecodedCount.totalCount
  return [
    WORDS[freshnessOf(meta)],
    `${counted(eventCount.totalCount, 'event')} of contracts are stored up to this block; ${unknown === 0 ? 'all are decoded.' : `${unknown} of them could not be decoded.`}`,
    meta.provenTo === null
      ? 'Its logs are not proven against headers and receipts: compare the digest with another host, or check single figures below.'
      : `All logs up to block ${meta.provenTo} are proven against headers and receipts.`,
    replacedSentence(replacedBlocks),
  ]
}

/** What was undone of what this index once had. */
function replacedSentence([last]: QualityQuery['replacedBlocks']): string {
  return last
    ? `Block ${last.block} was the last one to be replaced, on ${dayText(last.replacedAt)}; nothing of it is left in any figure.`
    : 'No replaced block is on record; the record goes back 30 days at most.'
}
