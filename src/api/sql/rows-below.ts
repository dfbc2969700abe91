import type { ApiContext } from '../../reads/context'
import { entityOf, identityOf } from '../../reads/entities'
import { edgesWithin } from './connection'
import { orderSql } from './order'
import type { ConnectionPlan, ListPlan, RowPlan } from './plans'
import { type Budget, tooManyRows } from './select'
import { Scope, type Statement } from './statement'
import { toParam } from './values'
import { whereSql } from './where'

/*
 * Rows of lists below lists, counted before they are read: an answer is built as a whole, so that one of a million rows would take
 * Postgres and the API gigabytes before anybody could count them. Each count stops one row after the most that an operation may have.
 */

/** Lists that may have fewer rows are not counted: their limits are given, so that their cost was estimated right. */
const COUNTED_FROM = 500

/** Rows of one level, as they are read. */
interface Level {
  readonly scope: Scope
  /** A FROM clause, from the root. */
  readonly from: string
  /** Rows that it may have. */
  readonly most: number
}

/** An expression for each list below these rows, in whatever depth. */
function countsBelow(level: Level, rows: readonly RowPlan[], max: number): string[] {
  return rows.flatMap(({ fields }) =>
    fields.flatMap((field) => {
      if (field.kind === 'one') {
        if (!isCounted([field.row], level.most)) return []
        const { statement } = level.scope
        const entity = entityOf(statement.model, field.field.target)
        const target = new Scope(statement, entity, statement.alias())
        const condition = `${target.identity} = ${level.scope.column(field.field)}`
        const row = `(SELECT ${target.alias}.* ${target.from([condition])}) ${target.alias}`
        const from = `${level.from} CROSS JOIN LATERAL ${row}`
        return countsBelow({ scope: target, from, most: level.most }, [field.row], max)
      }
      if (field.kind !== 'many') return []
      const { rows: plan } = field
      const most = level.most * plan.limit
      const below = (isOrdered: boolean): Level => {
        const scope = level.scope.statement.open(field.field.target)
        const page = pageOf(scope, plan, [level.scope.link(field.field, scope)], isOrdered)
        return { ...page, from: `${level.from} CROSS JOIN LATERAL ${page.from}`, most }
      }
      return [
        // Whatever their order is, there are as many.
        ...(most > COUNTED_FROM ? [countSql(below(false), max)] : []),
        ...(isCounted([plan.row], most) ? countsBelow(below(true), [plan.row], max) : []),
      ]
    }),
  )
}

/** Whether a list below so many rows is counted. */
function isCounted(rows: readonly RowPlan[], most: number): boolean {
  return rows.some(({ fields }) =>
    fields.some((field) => {
      if (field.kind === 'one') return isCounted([field.row], most)
      if (field.kind !== 'many') return false
      const mostBelow = most * field.rows.limit
      return mostBelow > COUNTED_FROM || isCounted([field.rows.row], mostBelow)
    }),
  )
}

function countSql({ scope, from }: Level, max: number): string {
  return `(SELECT count(*) FROM (SELECT 1 FROM ${from} LIMIT ${max + 1}) ${scope.statement.alias()})`
}

/** The rows of a page, as it is read. */
function pageOf(
  scope: Scope,
  plan: ListPlan,
  links: readonly string[],
  isOrdered: boolean,
): Pick<Level, 'scope' | 'from'> {
  const where = plan.where ? [...links, whereSql(scope, plan.where)] : links
  const order = isOrdered ? orderSql(scope, plan.order) : ''
  return rowsOf(scope, where, order, `LIMIT ${plan.limit} OFFSET ${plan.offset}`)
}

function rowsOf(
  scope: Scope,
  where: readonly string[],
  order: string,
  limit: string,
): Pick<Level, 'scope' | 'from'> {
  const page = scope.rows(where, order, limit)
  return { scope: page.scope, from: page.from().replace(/^FROM /, '') }
}

/** A page of rows at the root of a statement. */
interface RootPage {
  readonly scope: Scope
  readonly where: readonly string[]
  readonly order: string
  readonly limit: string
}

/**
 * Expressions for the numbers of rows in the lists below a page.
 *
 * @param most rows that the page may have
 * @param max rows up to which each is counted, and one more
 * @param page called if there is something to count: it may add parameters to its statement
 */
export function countsBelowPage(
  rows: readonly RowPlan[],
  { most, max }: { most: number; max: number },
  page: () => RootPage,
): string[] {
  if (!isCounted(rows, most)) return []
  const { scope, where, order, limit } = page()
  return countsBelow({ ...rowsOf(scope, where, order, limit), most }, rows, max)
}

/** Those below a root list. */
export function countsOfList(statement: Statement, plan: ListPlan, max: number): string[] {
  if (!isCounted([plan.row], plan.limit)) return []
  const page = pageOf(statement.open(plan.row.entity), plan, [], true)
  return countsBelow({ ...page, most: plan.limit }, [plan.row], max)
}

/** Those below one row. */
export function countsOfOne(
  statement: Statement,
  plan: RowPlan,
  id: string,
  max: number,
): string[] {
  return countsBelowPage([plan], { most: 1, max }, () => {
    const scope = statement.open(plan.entity)
    const key = statement.param(toParam(identityOf(scope.entity), id))
    return { scope, where: [`${scope.identity} = ${key}::text`], order: '', limit: '' }
  })
}

/** Those below the nodes of a connection. */
export function countsOfConnection(
  statement: Statement,
  plan: ConnectionPlan,
  max: number,
): string[] {
  const rows = plan.nodes.map(({ row }) => row)
  return countsBelowPage(rows, { most: plan.size + 1, max }, () => {
    const scope = statement.open(plan.entity)
    return { scope, ...edgesWithin(scope, plan) }
  })
}

/** What `fewRowsSql` adds to rows. */
type Counted = { readonly rows_below: number }

/**
 * Runs a statement, unless what it reads has more rows than the operation may still return: then the statement counts them only.
 *
 * @param sql whose first column is never null
 * @throws ApiError COST_EXCEEDED
 */
export async function queryFewRows<T extends object>(
  context: ApiContext,
  { params }: Statement,
  sql: string,
  counts: readonly string[],
  budget: Budget,
): Promise<T[]> {
  if (counts.length === 0) return context.query<T>(sql, params)
  // OFFSET 0: what reads rows is neither moved above the condition nor run beside it.
  const below = `(SELECT (${counts.join(' + ')})::int AS rows OFFSET 0) below`
  const few = `SELECT * FROM (${sql}) s WHERE below.rows <= ${budget.left} OFFSET 0`
  const text = `SELECT below.rows AS rows_below, q.* FROM ${below} LEFT JOIN LATERAL (${few}) q ON true`
  const rows = await context.query<T & Counted>(text, params)
  if (rows[0]!.rows_below > budget.left) throw tooManyRows(budget.max)
  return rows
}
