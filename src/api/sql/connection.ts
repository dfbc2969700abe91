import { cursorsOf } from './cursor'
import type { OrderValue } from './order'
import { afterSql, orderSql, orderValuesSql, reversed } from './order'
import type { ConnectionPlan } from './plans'
import type { Budget, Row } from './select'
import { readRow, rowSql } from './select'
import type { Scope, Statement } from './statement'
import { whereSql } from './where'

/** The one row of `connectionSql`; null for what was not requested. */
export interface ConnectionData {
  /** Values of the order columns, then one row array per plan of `nodes`; one edge more than the page if there are more. */
  edges: [OrderValue[], ...unknown[][]][] | null
  total: number | null
  earlier: boolean | null
  later: boolean | null
}

/** Statement for a page of a connection: one row of ConnectionData. */
export function connectionSql(statement: Statement, plan: ConnectionPlan): string {
  const { wants } = plan
  const edges = wants.edges || wants.pageInfo ? edgesSql(statement, plan) : 'NULL::json'
  const { total, earlier, later } = aroundSql(statement, plan)
  return `SELECT ${edges} AS edges, ${total} AS total, ${earlier} AS earlier, ${later} AS later`
}

/** Expressions for what is said of a page beside its edges; null for what was not requested. */
export function aroundSql(
  statement: Statement,
  plan: ConnectionPlan,
): Record<'total' | 'earlier' | 'later', string> {
  const { totalCount, pageInfo } = plan.wants
  return {
    total: totalCount ? countSql(statement, plan) : 'NULL::int',
    earlier: pageInfo ? beyondSql(statement, plan, 'after') : 'NULL::bool',
    later: pageInfo ? beyondSql(statement, plan, 'before') : 'NULL::bool',
  }
}

/** Conditions and order of the edges of a page. */
export function edgesWithin(
  scope: Scope,
  plan: ConnectionPlan,
): { where: string[]; order: string; limit: string } {
  const where: string[] = []
  if (plan.where) where.push(whereSql(scope, plan.where))
  if (plan.after) where.push(afterSql(scope, plan.order, plan.after))
  if (plan.before) where.push(afterSql(scope, reversed(plan.order), plan.before))
  const order = orderSql(scope, plan.backward ? reversed(plan.order) : plan.order)
  return { where, order, limit: `LIMIT ${plan.size + 1}` }
}

function edgesSql(statement: Statement, plan: ConnectionPlan): string {
  const scope = statement.open(plan.entity)
  const { where, order, limit } = edgesWithin(scope, plan)
  const page = scope.page(where, order, limit)
  const rows = plan.nodes.map((node) => rowSql(page.scope, node.row))
  const edge = `json_build_array(${[orderValuesSql(page.scope, plan.order), ...rows].join(', ')})`
  const edges = statement.alias()
  return (
    `(SELECT coalesce(json_agg(${edges}.edge), '[]') FROM` +
    ` (SELECT ${edge} AS edge ${page.from()}) ${edges})`
  )
}

function countSql(statement: Statement, plan: ConnectionPlan): string {
  const scope = statement.open(plan.entity)
  const where = plan.where ? [whereSql(scope, plan.where)] : []
  return `(SELECT count(*)::int ${scope.from(where)})`
}

/** Whether there are rows at the cursor or beyond it. */
function beyondSql(statement: Statement, plan: ConnectionPlan, end: 'after' | 'before'): string {
  const position = plan[end]
  if (!position) return 'false'
  const scope = statement.open(plan.entity)
  const where = plan.where ? [whereSql(scope, plan.where)] : []
  const order = end === 'after' ? plan.order : reversed(plan.order)
  where.push(`(${afterSql(scope, order, position)}) IS NOT TRUE`)
  return `EXISTS (SELECT 1 ${scope.from(where)})`
}

/** An edge with its node by path of response keys. */
export interface Edge {
  cursor: string
  nodes: Record<string, Row | null>
}

export interface Connection {
  edges: Edge[]
  totalCount: number | null
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string
    endCursor: string
  }
}

/** The edges of a page in the order of the list, in both directions, and whether there are others. */
export function pageOf<E>(
  plan: ConnectionPlan,
  read: readonly E[],
  { earlier, later }: Pick<ConnectionData, 'earlier' | 'later'>,
): { edges: E[]; hasNextPage: boolean; hasPreviousPage: boolean } {
  const more = read.length > plan.size
  const edges = read.slice(0, plan.size)
  if (plan.backward) edges.reverse()
  return {
    edges,
    hasNextPage: (!plan.backward && more) || later === true,
    hasPreviousPage: (plan.backward && more) || earlier === true,
  }
}

/** Reads a page. */
export function readConnection(
  plan: ConnectionPlan,
  data: ConnectionData,
  budget: Budget,
  path: string,
): Connection {
  const page = pageOf(plan, data.edges ?? [], data)
  const cursorOf = cursorsOf(plan)
  const edges = page.edges.map(([position, ...rows]) => ({
    cursor: cursorOf(position),
    nodes: Object.fromEntries(
      plan.nodes.map((node, index) => [
        node.path,
        readRow(node.row, rows[index] ?? null, budget, `${path}.${node.path}`),
      ]),
    ),
  }))
  return {
    edges,
    totalCount: data.total,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: edges.at(0)?.cursor ?? '',
      endCursor: edges.at(-1)?.cursor ?? '',
    },
  }
}
