import { identityOf } from '../../reads/entities'
import { apiError } from '../../reads/errors'
import { orderSql } from './order'
import type { FieldPlan, ListPlan, RowPlan } from './plans'
import type { Scope, Statement } from './statement'
import { outputOf, toParam } from './values'
import { whereSql } from './where'

/**
 * Expression for one row as a JSON array. Referenced rows are joined to the scope, lists are correlated subselects: with a
 * LIMIT, pass the scope of its page, so that both are read for rows of the page only.
 */
export function rowSql(scope: Scope, plan: RowPlan): string {
  return `json_build_array(${plan.fields.map((field) => fieldSql(scope, field)).join(', ')})`
}

function fieldSql(scope: Scope, plan: FieldPlan): string {
  const { statement } = scope
  switch (plan.kind) {
    case 'type':
      return 'NULL'
    case 'value':
      return outputOf(plan.field, scope.column(plan.field))
    case 'one': {
      const target = scope.to(plan.field)
      return `CASE WHEN ${target.identity} IS NOT NULL THEN ${rowSql(target, plan.row)} END`
    }
    case 'many': {
      const rows = statement.open(plan.field.target)
      const select = pageSql(rows, plan.rows, [scope.link(plan.field, rows)])
      const page = statement.alias()
      return `(SELECT coalesce(json_agg(${page}.data), '[]') FROM (${select}) ${page})`
    }
  }
}

/** SELECT of a page of rows, one column `data`. */
function pageSql(scope: Scope, plan: ListPlan, links: readonly string[]): string {
  const where = plan.where ? [...links, whereSql(scope, plan.where)] : links
  const order = orderSql(scope, plan.order)
  const offset = plan.offset > 0 ? ` OFFSET ${plan.offset}` : ''
  const limit = plan.limit + (plan.isDefault ? 1 : 0)
  const page = scope.page(where, order, `LIMIT ${limit}${offset}`)
  return `SELECT ${rowSql(page.scope, plan.row)} AS data ${page.from()}`
}

/** Statement for a root list: rows with `data`. */
export function listSql(statement: Statement, plan: ListPlan): string {
  return pageSql(statement.open(plan.row.entity), plan, [])
}

/** Statement for one row by its id: one row with `data`, or none. */
export function oneSql(statement: Statement, plan: RowPlan, id: string): string {
  const scope = statement.open(plan.entity)
  const field = identityOf(scope.entity)
  const condition = `${scope.identity} = ${statement.param(toParam(field, id))}::text`
  return `SELECT ${rowSql(scope, plan)} AS data ${scope.from([condition])}`
}

/** One row of the response, by response keys. */
export type Row = Record<string, unknown>

/** Rows that an operation may still return. Unlike the estimate of its cost, this count is exact. */
export interface Budget {
  max: number
  left: number
  /** Filled: the lists that a default limit cut, see `truncatedLists`. */
  truncated: Set<string>
}

/**
 * Reads a row by response keys.
 *
 * @param data JSON array as `rowSql` builds it; null if there is no such row
 * @param path response keys from the root, joined by points
 * @throws ApiError COST_EXCEEDED if the operation returns too many rows
 */
export function readRow(
  plan: RowPlan,
  data: readonly unknown[] | null,
  budget: Budget,
  path: string,
): Row | null {
  if (data === null) return null
  if (--budget.left < 0) throw tooManyRows(budget.max)
  // A key is an alias of the client, and __proto__ is no key of an ordinary object.
  const isOrdinary = plan.fields.every(({ key }) => key !== '__proto__')
  const row: Row = isOrdinary ? {} : Object.create(null)
  plan.fields.forEach((field, index) => {
    const value = data[index]
    // graphql-js answers it.
    if (field.kind === 'type') return
    const { key } = field
    if (field.kind === 'value') row[key] = value
    else if (field.kind === 'one') {
      row[key] = readRow(field.row, value as unknown[], budget, `${path}.${key}`)
    } else row[key] = readList(field.rows, value as unknown[][], budget, `${path}.${key}`)
  })
  return row
}

/** Reads the rows of a page, and notes if the default limit cuts it. */
export function readList(
  plan: ListPlan,
  items: readonly (readonly unknown[])[],
  budget: Budget,
  path: string,
): (Row | null)[] {
  const isCut = items.length > plan.limit
  if (isCut) budget.truncated.add(path)
  const page = isCut ? items.slice(0, plan.limit) : items
  return page.map((item) => readRow(plan.row, item, budget, path))
}

/** An operation would return too many rows. */
export function tooManyRows(max: number): Error {
  return apiError('COST_EXCEEDED', `The response has more than ${max} rows.`, {
    max,
    hint: 'Give nested lists a limit or a where.',
  })
}
