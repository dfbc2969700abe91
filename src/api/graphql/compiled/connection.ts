import { aroundSql, pageOf } from '../../sql/connection'
import { cursorsOf } from '../../sql/cursor'
import { EDGE, edgesJson, mostRowsOfConnection, PART } from '../../sql/json'
import type { OrderValue } from '../../sql/order'
import type { ConnectionPlan } from '../../sql/plans'
import { countsOfConnection } from '../../sql/rows-below'
import { fieldsBelow, type Selected, type SelectionScope } from '../selection'
import type { Member, Values } from './member'

/** A connection: Postgres writes its nodes, and this what is around them. @param typeName of the connection */
export function connectionMember(
  scope: SelectionScope,
  field: Selected,
  plan: ConnectionPlan,
  typeName: string,
): Member {
  const write = writerOf(scope, field, plan, typeName)
  return {
    key: field.key,
    rows: mostRowsOfConnection(plan),
    counts: (statement, max) => countsOfConnection(statement, plan, max),
    columns(statement, style) {
      const { edges, pageInfo } = plan.wants
      const { total, earlier, later } = aroundSql(statement, plan)
      return [
        edges || pageInfo ? edgesJson(statement, plan, style, field.key) : "''::text",
        `(${total})::text`,
        `(${earlier})::text`,
        `(${later})::text`,
      ]
    },
    text: (values) => write(readPage(plan, values)),
  }
}

/** A page as text. */
interface Page {
  readonly edges: readonly { readonly cursor: () => string; readonly nodes: readonly string[] }[]
  readonly total: string | null
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}
type Edge = Page['edges'][number]

function readPage(plan: ConnectionPlan, [texts, total, earlier, later]: Values): Page {
  // Each edge ends with the mark.
  const read = (texts ?? '').split(EDGE).slice(0, -1)
  const page = pageOf(plan, read, { earlier: earlier === 'true', later: later === 'true' })
  const cursorOf = cursorsOf(plan)
  const edges = page.edges.map((edge) => {
    const [position, ...nodes] = edge.split(PART)
    return { cursor: () => cursorOf(JSON.parse(position!) as OrderValue[]), nodes }
  })
  return { ...page, edges, total: total ?? null }
}

type Writer<T> = (value: T) => string

function writerOf(
  scope: SelectionScope,
  field: Selected,
  plan: ConnectionPlan,
  typeName: string,
): Writer<Page> {
  return objectOf(fieldsBelow(scope, field), ({ name, key, nodes }): Writer<Page> => {
    const below = { nodes }
    switch (name) {
      case 'edges': {
        const edge = edgeWriter(scope, { key, ...below }, plan)
        return ({ edges }) => `[${edges.map(edge).join(',')}]`
      }
      case 'totalCount':
        return ({ total }) => String(total)
      case 'pageInfo':
        return pageInfoWriter(fieldsBelow(scope, below))
      default:
        return () => `"${typeName}"`
    }
  })
}

function edgeWriter(
  scope: SelectionScope,
  { key: edges, nodes }: Pick<Selected, 'key' | 'nodes'>,
  plan: ConnectionPlan,
): Writer<Edge> {
  return objectOf(fieldsBelow(scope, { nodes }), ({ name, key }): Writer<Edge> => {
    switch (name) {
      case 'cursor':
        return ({ cursor }) => `"${cursor()}"`
      case 'node': {
        const index = plan.nodes.findIndex(({ path }) => path === `${edges}.${key}`)
        return (edge) => edge.nodes[index]!
      }
      default:
        return () => `"${plan.entity}Edge"`
    }
  })
}

function pageInfoWriter(fields: readonly Selected[]): Writer<Page> {
  return objectOf(fields, ({ name }): Writer<Page> => {
    switch (name) {
      case 'hasNextPage':
      case 'hasPreviousPage':
        return (page) => String(page[name])
      case 'startCursor':
        return ({ edges }) => `"${edges.at(0)?.cursor() ?? ''}"`
      case 'endCursor':
        return ({ edges }) => `"${edges.at(-1)?.cursor() ?? ''}"`
      default:
        return () => '"PageInfo"'
    }
  })
}

/** Writes an object of the selected fields, in their order. */
function objectOf<T>(
  fields: readonly Selected[],
  writerOfField: (field: Selected) => Writer<T>,
): Writer<T> {
  const members = fields.map((field) => [field.key, writerOfField(field)] as const)
  return (value) => `{${members.map(([key, write]) => `"${key}":${write(value)}`).join(',')}}`
}
