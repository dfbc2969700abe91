import type { Condition } from '../../api/sql/conditions'
import { type Scope, Statement } from '../../api/sql/statement'
import { whereSql } from '../../api/sql/where'
import type { BlockPoint } from '../../reads/context'
import type { Entity, Model } from '../../reads/entities'
import type { Batch } from '../columns'
import { MAX_DECIMAL_DIGITS, valueTooLarge } from '../decimals'
import type { Snapshot } from '../snapshot'
import { cellSql, type EntityColumn } from './entity-columns'

/** Rows of one entity to read. */
export interface EntitySelection {
  readonly model: Model
  readonly entity: Entity
  readonly columns: readonly EntityColumn[]
  /** Null: all. */
  readonly where: Condition | null
}

/** Rows of one block, in an order that is the same in every database. */
export interface RowRange {
  readonly point: BlockPoint
  /** By the block in which it happened or its version began, then by id; or by id alone. */
  readonly order: 'BEGIN' | 'ID'
  /** Only those that happened, or whose version began, after it. Default: all. */
  readonly after?: number
  /** Whether the last cell is the day of the block in which it happened or its version began. */
  readonly hasDays?: boolean
}

function selectSql(
  { entity, columns, where }: EntitySelection,
  statement: Statement,
  { order, after, hasDays }: RowRange,
): string {
  const scope = statement.open(entity.name)
  const begin = `${scope.alias}.${entity.kind === 'event' ? 'block' : 'from_block'}`
  const cells = columns.map((column) => cellSql(column, scope.column(column.field)))
  if (hasDays) cells.push(dayOf(scope, begin))
  const conditions = where ? [whereSql(scope, where)] : []
  if (after !== undefined) conditions.push(`${begin} > ${statement.param(after)}::int`)
  const id = `${scope.identity} COLLATE "C"`
  const terms = order === 'ID' ? id : `${begin}, ${id}`
  return `SELECT ${cells.join(', ')} ${scope.from(conditions)} ORDER BY ${terms}`
}

/** The SQL of the rows, to see which tables it reads. */
export function entitySql({ head, point }: Snapshot, selection: EntitySelection): string {
  const statement = new Statement(selection.model, point, head.missingContracts)
  return selectSql(selection, statement, { point, order: 'BEGIN' })
}

/** The day of a block. A version begins, and an event happens, in a block with logs, whose header is stored. */
function dayOf({ statement }: Scope, block: string): string {
  const alias = statement.alias()
  const day = `to_char(${alias}.block_time AT TIME ZONE 'UTC', 'YYYY-MM-DD')`
  return `(SELECT ${day} FROM block ${alias} WHERE ${alias}.block = ${block})`
}

/** Rows of a snapshot. */
export async function* entityRows(
  snapshot: Snapshot,
  selection: EntitySelection,
  range: RowRange,
): AsyncGenerator<Batch> {
  const statement = new Statement(selection.model, range.point, snapshot.head.missingContracts)
  const text = selectSql(selection, statement, range)
  for await (const rows of snapshot.rows(text, statement.params)) {
    if (!range.hasDays) yield { rows, days: null }
    else yield { days: rows.map((row) => row.pop() as string | null), rows }
  }
}

/**
 * Refuses integers that a DECIMAL cannot have, before the first row is sent.
 * @param point block at which rows are looked at
 * @throws ApiError VALUE_TOO_LARGE
 */
export async function requireDecimals(
  snapshot: Snapshot,
  { model, entity, columns, where }: EntitySelection,
  point: BlockPoint,
): Promise<void> {
  const integers = columns.filter(({ type }) => type === 'bigint')
  if (integers.length === 0) return
  const statement = new Statement(model, point, snapshot.head.missingContracts)
  const scope = statement.open(entity.name)
  const values = integers.map(({ field }) => `abs(${scope.column(field)}::numeric)`)
  const conditions = where ? [whereSql(scope, where)] : []
  const text = `SELECT ${values.map((value, index) => `${value}::text AS v${index}`).join(', ')}
    ${scope.from([...conditions, `greatest(${values.join(', ')}) >= 1e${MAX_DECIMAL_DIGITS}`])} LIMIT 1`
  const [found] = await snapshot.query<Record<string, string | null>>(text, statement.params)
  if (!found) return
  const cells = Object.values(found)
  const index = cells.findIndex((cell) => (cell?.length ?? 0) > MAX_DECIMAL_DIGITS)
  throw valueTooLarge(`${entity.name}.${integers[index]!.name}`, cells[index]!)
}
