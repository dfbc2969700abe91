import { freshnessOf } from '../data/stamp'
import type { QualityQuery } from '../data/types.generated'
import { grouped } from '../format/decimal'
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
  audits,
}: Pick<
  QualityQuery,
  '_meta' | 'undecodedCount' | 'eventCount' | 'replacedBlocks' | 'audits'
>): string[] {
  const unknown = undecodedCount.totalCount
  return [
    WORDS[freshnessOf(meta)],
    `${counted(eventCount.totalCount, 'event')} of contracts are stored up to this block; ${unknown === 0 ? 'all are decoded.' : `${unknown} of them could not be decoded.`}`,
    meta.provenTo === null
      ? 'Its logs are not proven against headers and receipts: compare the digest with another host, or check single figures below.'
      : `All logs up to block ${meta.provenTo} are proven against headers and receipts.`,
    auditSentence(audits),
    replacedSentence(replacedBlocks),
  ]
}

/** What was undone of what this index once had, and does not have again. */
function replacedSentence(blocks: QualityQuery['replacedBlocks']): string {
  const last = blocks.find(({ isIndexedAgain }) => isIndexedAgain !== true)
  return last
    ? `Block ${last.block} was the last one to be replaced, on ${dayText(last.replacedAt)}; nothing of it is left in any figure.`
    : 'No replaced block is on record; the record goes back 30 days at most.'
}

/** What the last comparison with the contracts found. */
function auditSentence([last]: QualityQuery['audits']): string {
  if (!last) return 'No comparison with the contracts is on record: linchpin audit makes one.'
  const { block, endedAt, isOfIndex, compared, different, failed } = last
  const which = `The last audit, on ${dayText(endedAt)}`
  if (isOfIndex === false) return `${which}, was of a block ${block} that was replaced since.`
  const values = `${grouped(compared)} values of contracts`
  const open = isOfIndex === null ? ' Whether the index still has that block is not known.' : ''
  if (failed.length === 0) {
    return `${which}, compared ${values} at block ${block}: all are equal.${open}`
  }
  if (different === '0') return `${which}, could not compare all at block ${block}.${open}`
  return `${which}, compared ${values} at block ${block}, and the rules of rows: differences: ${grouped(different)}. Do not rely on figures before it is known why.${open}`
}
