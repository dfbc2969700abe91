import type { RiskSources } from '../../metrics/define/sources'
import { UNOBSERVED } from '../../metrics/define/work'
import type { ApiContext } from '../../reads/context'
import { apiError } from '../../reads/errors'
import type { Batch, Cell, Row } from '../columns'
import type { Snapshot } from '../snapshot'
import type { RiskColumn, RiskTable } from './tables'

/** Rows of a batch. */
const BATCH_ROWS = 500

/** A table of a risk field at the block of a snapshot, computed as the API does. */
export interface RiskRows {
  readonly table: RiskTable
  readonly columns: readonly RiskColumn[]
  /** Arguments of the metric, coerced. */
  readonly args: Readonly<Record<string, unknown>>
}

/**
 * Computes an answer.
 *
 * @returns its rows
 * @throws ApiError as the risk field; BAD_USER_INPUT if it has no answer
 */
export async function riskRows(
  snapshot: Snapshot,
  sources: RiskSources,
  { table, columns, args }: RiskRows,
): Promise<AsyncGenerator<Batch>> {
  const { head, point } = snapshot
  const context: ApiContext = {
    head: async () => head,
    at: async () => point,
    query: (text, params) => snapshot.query(text, params),
  }
  const given = { ...args, block: { number: point.number } }
  const work = await table.metric.prepare(sources, given, context)
  const answer = (await work(UNOBSERVED)) as { meta: { nullReason: string | null } }
  const rows = table.rows(answer as never)[Symbol.iterator]()
  const first = rows.next()
  const { nullReason } = answer.meta
  if (first.done && nullReason !== null) {
    throw apiError('BAD_USER_INPUT', `${table.name} has no answer: ${nullReason}.`, {
      hint: 'Give other args; docs/metrics.md says when there is none.',
    })
  }
  return batchesOf(columns, first, rows)
}

async function* batchesOf(
  columns: readonly RiskColumn[],
  first: IteratorResult<Readonly<Record<string, unknown>>>,
  rest: Iterator<Readonly<Record<string, unknown>>>,
): AsyncGenerator<Batch> {
  let rows: Row[] = []
  for (let next = first; !next.done; next = rest.next()) {
    const values = next.value
    rows.push(columns.map(({ of }) => of(values) as Cell))
    if (rows.length < BATCH_ROWS) continue
    yield { rows, days: null }
    rows = []
  }
  if (rows.length > 0) yield { rows, days: null }
}
