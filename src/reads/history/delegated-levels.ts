import type { StakeLevels } from '../../risk/correlation/flow-series'
import type { ApiContext } from '../context'
import type { PeriodEnds } from './periods'

/** Versions of `table` that hold at any of the blocks $1, with the positions of the first and the last of these blocks. */
const versions = (table: string, columns: string) => `
  SELECT ${columns}, first + 1 AS first, last FROM (
    SELECT *, width_bucket(from_block - 1, $1::int[]) AS first,
      CASE WHEN to_block IS NULL THEN cardinality($1::int[]) ELSE width_bucket(to_block - 1, $1::int[]) END AS last
    FROM ${table} WHERE from_block <= $2) AS spans
  WHERE first < last`

interface Span {
  /** Positions of blocks, from 1. */
  first: number
  last: number
}

/**
 * Shares of operators at each of the blocks, which ascend and may repeat (DelegationManager.operatorShares). Reads no
 * graph, only two statements. Null in the scope: all.
 */
export async function delegatedLevels(
  context: ApiContext,
  ends: PeriodEnds,
  scope: { operator: string | null; pool: string | null },
): Promise<StakeLevels[]> {
  const blocks = [...new Set(ends)]
  const at = blocks.map(() => new Map<string, Map<string, bigint>>())
  const over = ({ first, last }: Span) => at.slice(first - 1, last)
  const operators = await context.query<Span & { key: string }>(versions('operator', 'key'), [
    blocks,
    blocks.at(-1),
  ])
  for (const span of operators) {
    for (const levels of over(span)) levels.set(span.key, new Map())
  }
  const stakes = await context.query<Span & { operator: string; pool: string; shares: string }>(
    `${versions('operator_stake', 'operator_id AS operator, pool_id AS pool, shares::text AS shares')}
       AND ($3::text IS NULL OR operator_id = $3) AND ($4::text IS NULL OR pool_id = $4)`,
    [blocks, blocks.at(-1), scope.operator, scope.pool],
  )
  for (const span of stakes) {
    const shares = BigInt(span.shares)
    for (const levels of over(span)) levels.get(span.operator)!.set(span.pool, shares)
  }
  const positions = new Map(blocks.map((block, position) => [block, position]))
  return ends.map((end) => at[positions.get(end)!]!)
}
