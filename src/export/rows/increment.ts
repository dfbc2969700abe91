import type { BlockPoint } from '../../reads/context'
import { apiError } from '../../reads/errors'
import type { Batch, Column, Row } from '../columns'
import type { Snapshot } from '../snapshot'
import { type EntitySelection, entityRows, type RowRange } from './entity-rows'

/** Rows of a batch. */
const BATCH_ROWS = 1_000

/** First column of an increment. */
export const CHANGE: Column = { name: '_change', type: 'name', nullable: false }

/**
 * @throws ApiError BAD_USER_INPUT for columns without the id, by which increments are merged; NOT_FINAL for a block that can still be
 * replaced
 */
export function requireIncrement(
  { point }: Snapshot,
  since: BlockPoint,
  columns: readonly Column[],
): void {
  if (!columns.some(({ name }) => name === 'id')) {
    throw apiError('BAD_USER_INPUT', 'fields is without id.', {
      hint: 'Increments are merged by id: add it to the fields.',
    })
  }
  for (const { number, finalized } of [since, point]) {
    if (finalized) continue
    throw apiError('NOT_FINAL', `Block ${number} is not final.`, {
      hint: 'Name final blocks, or leave block out: the last final one is taken.',
    })
  }
  if (since.number < point.number) return
  throw apiError('BAD_USER_INPUT', `since is ${since.number}, and the block is ${point.number}.`, {
    hint: 'Give an earlier block as since.',
  })
}

/**
 * What changed between two blocks: `CLOSED` rows are as they were at the first one, `OPENED` rows as they are at the second one. A row
 * that changed is there as both, also if a pending change took effect, or what it is computed from changed.
 */
export async function* incrementRows(
  snapshot: Snapshot,
  selection: EntitySelection,
  since: BlockPoint,
): AsyncGenerator<Batch> {
  const at = (point: BlockPoint, after?: number) => {
    const range: RowRange = { point, order: 'ID', ...(after !== undefined && { after }) }
    return new RowStream(entityRows(snapshot, selection, range))
  }
  // Events whose cells are all stored do not change, so those of before need not be read.
  const isLasting =
    selection.entity.kind === 'event' &&
    selection.where === null &&
    selection.columns.every(({ field }) => field.expression === undefined)
  const rows = isLasting
    ? opened(at(snapshot.point, since.number))
    : changed(
        selection.columns.findIndex(({ name }) => name === 'id'),
        at(since),
        at(snapshot.point),
      )
  let batch: Row[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < BATCH_ROWS) continue
    yield { rows: batch, days: null }
    batch = []
  }
  if (batch.length > 0) yield { rows: batch, days: null }
}

async function* opened(rows: RowStream): AsyncGenerator<Row> {
  for (let row = await rows.next(); row !== null; row = await rows.next()) yield ['OPENED', ...row]
}

/** @param id position of the id, by which both are ordered */
async function* changed(id: number, before: RowStream, now: RowStream): AsyncGenerator<Row> {
  let old = await before.next()
  let own = await now.next()
  while (old !== null || own !== null) {
    const order = old === null ? 1 : own === null ? -1 : compare(old[id], own[id])
    const isSame = order === 0 && old!.every((cell, index) => cell === own![index])
    if (order <= 0 && !isSame) yield ['CLOSED', ...old!]
    if (order >= 0 && !isSame) yield ['OPENED', ...own!]
    if (order <= 0) old = await before.next()
    if (order >= 0) own = await now.next()
  }
}

/** Ids are ASCII, so this is the order of the database. */
function compare(a: unknown, b: unknown): number {
  const [left, right] = [a as string, b as string]
  return left < right ? -1 : left > right ? 1 : 0
}

/** Rows of batches, one after another. */
class RowStream {
  private rows: readonly Row[] = []
  private position = 0

  constructor(private readonly batches: AsyncGenerator<Batch>) {}

  /** Null: there are no more. */
  async next(): Promise<Row | null> {
    if (this.position === this.rows.length) {
      const { value, done } = await this.batches.next()
      if (done) return null
      this.rows = value.rows
      this.position = 0
    }
    return this.rows[this.position++]!
  }
}
