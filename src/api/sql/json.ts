import { type Entity, entityOf, type ValueField } from '../../reads/entities'
import { orderSql } from './order'
import type { FieldPlan, ListPlan, RowPlan } from './plans'
import { Scope, type Statement } from './statement'
import { isAddressKey, outputOf, toParam } from './values'
import { whereSql } from './where'

/*
 * Rows as the text of their JSON in a response, built by Postgres. Characters below U+0020 are escaped in JSON, so raw ones mark
 * what the text itself does not say.
 */

/** Stands for what graphql-js has to answer: a value that is null although the schema says that it is not, a list that is cut. */
export const VIOLATION = '\x01'
/** Before each row, if rows are counted. */
export const ROW = '\x02'

/** How rows are written. */
export interface JsonStyle {
  /** Whether each row is marked with `ROW`. */
  countsRows: boolean
}

/** Expression for the JSON text of a row. Referenced rows and lists are correlated subselects: it adds no joins. */
function rowJson(scope: Scope, plan: RowPlan, style: JsonStyle): string {
  const text = new Concat(style.countsRows ? `${ROW}{` : '{')
  plan.fields.forEach((field, index) => {
    text.literal(`${index > 0 ? ',' : ''}"${field.key}":`)
    addField(text, scope, field, style)
  })
  return text.literal('}').sql()
}

function addField(text: Concat, scope: Scope, plan: FieldPlan, style: JsonStyle): void {
  const { statement } = scope
  switch (plan.kind) {
    case 'type':
      text.literal(`"${scope.entity.name}"`)
      return
    case 'value': {
      const { field } = plan
      const json = isAddressKey(scope.entity, field)
        ? `'"' || ${scope.identity} || '"'`
        : valueJson(field, scope.column(field))
      text.expression(orNull(json, !field.nullable))
      return
    }
    case 'one': {
      const entity = entityOf(statement.model, plan.field.target)
      if (plan.field.isCertain && plan.row.fields.every((field) => isOfKey(entity, field))) {
        text.expression(rowJson(scope.to(plan.field), plan.row, style))
        return
      }
      const target = new Scope(statement, entity, statement.alias())
      const row = rowJson(target, plan.row, style)
      const from = target.from([`${target.identity} = ${scope.column(plan.field)}`])
      text.expression(orNull(`(SELECT ${row} ${from})`, plan.isRequired))
      return
    }
    case 'many': {
      const rows = statement.open(plan.field.target)
      text.expression(pageJson(rows, plan.rows, [scope.link(plan.field, rows)], style))
      return
    }
  }
}

/** Whether a field of a row follows from its key. */
function isOfKey(entity: Entity, plan: FieldPlan): boolean {
  if (plan.kind !== 'value') return plan.kind === 'type'
  return plan.field.name === 'id' || isAddressKey(entity, plan.field)
}

function orNull(sql: string, isRequired: boolean): string {
  return `coalesce(${sql}, ${quoted(isRequired ? VIOLATION : 'null')})`
}

/** The JSON text of a value; SQL null for null. */
function valueJson(field: ValueField, column: string): string {
  if (field.isList) return `to_json(${outputOf(field, column)})::text`
  switch (field.type) {
    case 'BigInt':
    case 'BigDecimal':
    case 'Bytes':
    case 'DateTime':
      return `'"' || ${outputOf(field, column)} || '"'`
    case 'Int':
    case 'UInt32':
    case 'Boolean':
      return `${column}::text`
    default:
      return `to_json(${column})::text`
  }
}

function pageJson(
  scope: Scope,
  plan: ListPlan,
  links: readonly string[],
  style: JsonStyle,
): string {
  const where = plan.where ? [...links, whereSql(scope, plan.where)] : links
  const order = orderSql(scope, plan.order)
  const offset = plan.offset > 0 ? ` OFFSET ${scope.statement.param(plan.offset)}::int` : ''
  const limit = plan.limit + (plan.isDefault ? 1 : 0)
  const page = scope.rows(where, order, `LIMIT ${limit}${offset}`)
  const row = rowJson(page.scope, plan.row, style)
  const text = `'[' || coalesce(string_agg(${row}, ','), '') || ']'`
  // graphql-js says which lists a default limit cut.
  const whole = plan.isDefault
    ? `CASE WHEN count(*) > ${plan.limit} THEN ${quoted(VIOLATION)} ELSE ${text} END`
    : text
  return `(SELECT ${whole} ${page.from()})`
}

/** Expression for the JSON text of a root list. */
export function listJson(statement: Statement, plan: ListPlan, style: JsonStyle): string {
  return pageJson(statement.open(plan.row.entity), plan, [], style)
}

/** Expression for the JSON text of one row by its id; `null` if there is none. */
export function oneJson(statement: Statement, plan: RowPlan, id: string, style: JsonStyle): string {
  const scope = statement.open(plan.entity)
  const field = scope.entity.fields.get('id') as ValueField
  const condition = `${scope.identity} = ${statement.param(toParam(field, id))}::text`
  return `coalesce((SELECT ${rowJson(scope, plan, style)} ${scope.from([condition])}), 'null')`
}

/** Rows that a list may have with all below it. */
export function mostRows({ limit, row }: Pick<ListPlan, 'limit' | 'row'>): number {
  const below = row.fields.map((field) => {
    if (field.kind === 'one') return mostRows({ limit: 1, row: field.row })
    return field.kind === 'many' ? mostRows(field.rows) : 0
  })
  return limit * below.reduce((sum, rows) => sum + rows, 1)
}

/** Texts one after another, as one SQL expression. */
class Concat {
  private readonly parts: string[] = []

  constructor(private pending: string) {}

  literal(text: string): this {
    this.pending += text
    return this
  }

  expression(sql: string): void {
    this.flush()
    this.parts.push(sql)
  }

  sql(): string {
    this.flush()
    return this.parts.join(' || ')
  }

  private flush(): void {
    if (this.pending) this.parts.push(quoted(this.pending))
    this.pending = ''
  }
}

/** A literal: names, punctuation and marks. */
function quoted(text: string): string {
  const marked = text.replaceAll(VIOLATION, '\\x01').replaceAll(ROW, '\\x02')
  return marked === text ? `'${text}'` : `E'${marked}'`
}
