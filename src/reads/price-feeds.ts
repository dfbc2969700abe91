import { heldAt } from './at-block'
import type { ApiContext } from './context'

/** Last answer of an indexed price feed. */
export interface FeedAnswer {
  asset: string
  feed: string
  answer: bigint
  /** Decimals of `answer`. */
  decimals: number
}

/** Answers of price feeds at a block, by address of the feed, descending. */
export async function loadFeedAnswers(
  context: ApiContext,
  block: number,
  numeraire: string,
): Promise<FeedAnswer[]> {
  const rows = await context.query<Omit<FeedAnswer, 'answer'> & { answer: string }>(
    `SELECT '0x' || encode(asset, 'hex') AS asset, key AS feed, answer::text, decimals
     FROM price_point WHERE numeraire = $2 AND ${heldAt('$1')} ORDER BY key DESC`,
    [block, numeraire],
  )
  return rows.map((row) => ({ ...row, answer: BigInt(row.answer) }))
}
