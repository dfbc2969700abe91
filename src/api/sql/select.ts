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
  const page = scope.page(where, order, `LIMIT ${plan.limit}${offset}`)
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
}

/**
 * Reads a row by response keys.
 *
 * @param data JSON array as `rowSql` builds it; null if there is no such row
 * @throws ApiError COST_EXCEEDED if the operation returns too many rows
 */
export function readRow(
  plan: RowPlan,
  data: readonly unknown[] | null,
  budget: Budget,
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
    if (field.kind === 'value') row[field.key] = value
    else if (field.kind === 'one') row[field.key] = readRow(field.row, value as unknown[], budget)
    else {
      const items = value as unknown[][]
      row[field.key] = items.map((item) => readRow(field.rows.row, item, budget))
    }
  })
  return row
}

function tooManyRows(max: number): Error {
  return apiError('COST_EXCEEDED', `The response has more than ${max} rows.`, {
    max,
    hint: 'Give nested lists a limit or a where.',
  })
}
