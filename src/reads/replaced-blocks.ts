import { isIndexed } from './block-times'
import type { ApiContext } from './context'

/** A block that was indexed, and is not any more. */
export interface ReplacedBlock {
  readonly block: number
  readonly hash: string
  /** Of the block, in seconds; null: it was not known. */
  readonly timestamp: number | null
  /** When it was rolled back, in seconds. */
  readonly replacedAt: number
  readonly wasFinal: boolean
  /** Whether the index has it again; null: the hash of the block that it has there is not known. */
  readonly isIndexedAgain: boolean | null
}

/** Rows that undo others are few, and have an index. Those of one rollback are written last block first; later ones undo later rows. */
const SQL = `
  WITH undone AS MATERIALIZED (SELECT undoes, data, was_final, written_at FROM outbox WHERE undoes IS NOT NULL)
  SELECT r.*, ${isIndexed('r.block', 'r.hash')} AS "isIndexedAgain"
  FROM (SELECT (data->>'block')::int AS block, data->'data'->>'hash' AS hash, (data->'data'->>'timestamp')::float8 AS timestamp,
      floor(extract(epoch FROM written_at))::float8 AS "replacedAt", was_final AS "wasFinal", undoes
    FROM undone WHERE data->>'kind' = 'block' ORDER BY undoes DESC LIMIT $1 OFFSET $2) r
  ORDER BY r.undoes DESC`

/** Blocks that were rolled back, the last first, of the 30 days that the outbox keeps. */
export function loadReplacedBlocks(
  context: Pick<ApiContext, 'query'>,
  limit: number,
  offset: number,
): Promise<ReplacedBlock[]> {
  return context.query<ReplacedBlock>(SQL, [limit, offset])
}
