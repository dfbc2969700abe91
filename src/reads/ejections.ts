import { heldAt } from './at-block'
import type { ApiContext } from './context'

/** How often an operator was ejected from quorums. */
export interface EjectionsRow {
  operator: string
  count: number
  /** Of the last one; null: it never was. */
  block: number | null
  /** Unix seconds. */
  time: number | null
}

/**
 * Ejections up to a block that ejected operators from a quorum, by operator. Operators in no quorum with an ejection manager that is followed
 * are left out: of them it is not known.
 */
export async function loadEjections(
  context: Pick<ApiContext, 'query'>,
  block: number,
): Promise<ReadonlyMap<string, EjectionsRow>> {
  const rows = await context.query<EjectionsRow>(
    `SELECT o.operator_id AS operator, count(e.id)::int AS count, max(e.block) AS block,
       extract(epoch FROM max(e.block_time))::float8 AS time
     FROM (SELECT DISTINCT q.operator_id FROM quorum_operator q JOIN middleware_contract c ON c.middleware_id = q.middleware_id
         AND c.kind = 'EJECTION_MANAGER' AND ${heldAt('$1', 'c')}
       WHERE ${heldAt('$1', 'q')} AND q.operator_id IS NOT NULL) o
     LEFT JOIN ejection e ON e.operator_id = o.operator_id AND e.is_removed AND e.block <= $1
     GROUP BY o.operator_id`,
    [block],
  )
  return new Map(rows.map((row) => [row.operator, row]))
}
