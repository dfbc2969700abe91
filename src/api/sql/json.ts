import { type Entity, entityOf, type ValueField } from '../../reads/entities'
import { edgesWithin } from './connection'
import { orderSql, orderValuesSql } from './order'
import type { ConnectionPlan, FieldPlan, ListPlan, RowPlan } from './plans'
import { Scope, type Statement } from './statement'
import { isAddressKey, outputOf, toParam } from './values'
import { whereSql } from './where'

/*
 * Rows as the text of their JSON in a response, built by Postgres. Characters below U+0020 are escaped in JSON, so raw ones mark
 * what the text itself does not say.
 */

/** Stands for what graphql-js has to answer: a value that is null although the schema says that it is not. */
export const VIOLATION = '\x01'
/** Before each row, if rows are counted. */
export const ROW = '\x02'
/** Around the path of a list that its default limit cuts. */
export const CUT = '\x03'
/** After each edge of a connection, and between its order values and its nodes. */
export const EDGE = '\x04'
export const PART = '\x05'

/** How rows are written. */
export interface JsonStyle {
  /** Whether each row is marked with `ROW`. */
  countsRows: boolean
}

/**
 * Expression for the JSON text of a row, at a path of response keys. Referenced rows and lists are correlated subselects: it adds no joins.
 */
function rowJson(scope: Scope, plan: RowPlan, style: JsonStyle, path: string): string {
  const text = new Concat(style.countsRows ? `${ROW}{` : '{')
  plan.fields.forEach((field, index) => {
    text.literal(`${index > 0 ? ',' : ''}"${field.key}":`)
    addField(text, scope, field, style, `${path}.${field.key}`)
  })
  return text.literal('}').sql()
}

function addField(
  text: Concat,
  scope: Scope,
  plan: FieldPlan,
  style: JsonStyle,
  path: string,
): void {
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
        text.expression(rowJson(scope.to(plan.field), plan.row, style, path))
        return
      }
      const target = new Scope(statement, entity, statement.alias())
      const row = rowJson(target, plan.row, style, path)
      const from = target.from([`${target.identity} = ${scope.column(plan.field)}`])
      text.expression(orNull(`(SELECT ${row} ${from})`, plan.isRequired))
      return
    }
    case 'many': {
      const rows = statement.open(plan.field.target)
      text.expression(pageJson(rows, plan.rows, [scope.link(plan.field, rows)], style, path))
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
  path: string,
): string {
  const where = plan.where ? [...links, whereSql(scope, plan.where)] : links
  const order = orderSql(scope, plan.order)
  const offset = plan.offset > 0 ? ` OFFSET ${scope.statement.param(plan.offset)}::int` : ''
  const limit = plan.limit + (plan.isDefault ? 1 : 0)
  const page = scope.rows(where, order, `LIMIT ${limit}${offset}`)
  const row = rowJson(page.scope, plan.row, style, path)
  const list = (rows: string, end = '') => `'[' || coalesce(${rows}, '') || ']'${end}`
  const whole = plan.isDefault
    ? list(
        `array_to_string((array_agg((${row})::text))[1:${plan.limit}], ',')`,
        ` || CASE WHEN count(*) > ${plan.limit} THEN ${quoted(`${CUT}${path}${CUT}`)} ELSE '' END`,
      )
    : list(`string_agg(${row}, ',')`)
  return `(SELECT ${whole} ${page.from()})`
}

/** Expression for the JSON text of a root list. @param key of the response */
export function listJson(
  statement: Statement,
  plan: ListPlan,
  style: JsonStyle,
  key: string,
): string {
  return pageJson(statement.open(plan.row.entity), plan, [], style, key)
}

/** Expression for the edges of a root connection: order values and nodes of each. @param key of the response */
export function edgesJson(
  statement: Statement,
  plan: ConnectionPlan,
  style: JsonStyle,
  key: string,
): string {
  const scope = statement.open(plan.entity)
  const { where, order, limit } = edgesWithin(scope, plan)
  // Columns of referenced rows are joined to the page.
  const isJoined = plan.order.some(({ via }) => via !== null)
  const page = isJoined ? scope.page(where, order, limit) : scope.rows(where, order, limit)
  const parts = [
    `${orderValuesSql(page.scope, plan.order)}::text`,
    ...plan.nodes.map(({ row, path }) => rowJson(page.scope, row, style, `${key}.${path}`)),
  ]
  const edge = [...parts.flatMap((part) => [part, quoted(PART)]).slice(0, -1), quoted(EDGE)].join(
    ' || ',
  )
  const edges = statement.alias()
  return `(SELECT coalesce(string_agg(${edges}.edge, ''), '') FROM (SELECT ${edge} AS edge ${page.from()}) ${edges})`
}

/** Expression for the JSON text of one row by its id; `null` if there is none. @param key of the response */
export function oneJson(
  statement: Statement,
  plan: RowPlan,
  id: string,
  style: JsonStyle,
  key: string,
): string {
  const scope = statement.open(plan.entity)
  const field = scope.entity.fields.get('id') as ValueField
  const condition = `${scope.identity} = ${statement.param(toParam(field, id))}::text`
  return `coalesce((SELECT ${rowJson(scope, plan, style, key)} ${scope.from([condition])}), 'null')`
}

/** Rows that a list may have with all below it. */
export function mostRows({ limit, row }: Pick<ListPlan, 'limit' | 'row'>): number {
  const below = row.fields.map((field) => {
    if (field.kind === 'one') return mostRows({ limit: 1, row: field.row })
    return field.kind === 'many' ? mostRows(field.rows) : 0
  })
  return limit * below.reduce((sum, rows) => sum + rows, 1)
}

/** Rows that the nodes of a connection may have with all below them. */
export function mostRowsOfConnection({ nodes, size }: ConnectionPlan): number {
  return nodes.reduce((sum, { row }) => sum + mostRows({ limit: size, row }), 0)
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
  // biome-ignore lint/suspicious/noControlCharactersInRegex: marks are what no JSON text has
  const marked = text.replace(/[\x01-\x05]/g, (mark) => `\\x0${mark.charCodeAt(0)}`)
  return marked === text ? `'${text}'` : `E'${marked}'`
}
