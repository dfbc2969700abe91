import type { GraphQLResolveInfo } from 'graphql'
import { type Estimate, type Resolver, reading, type SchemaPart } from '../../metrics/define/part'
import type { ApiContext } from '../../reads/context'
import type { Entity, Model } from '../../reads/entities'
import { Planner } from '../graphql/planner'
import type { Connection, ConnectionData, Edge } from '../sql/connection'
import { connectionSql, readConnection } from '../sql/connection'
import { mostRows, mostRowsOfConnection } from '../sql/json'
import { countsOfConnection, countsOfList, countsOfOne, queryFewRows } from '../sql/rows-below'
import type { Row } from '../sql/select'
import { listSql, oneSql, readList, readRow } from '../sql/select'
import type { BudgetOf } from './budget'
import { statementAt } from './statement-at'
import { entityTypeDefs } from './typedefs'

/** Rows have their values by response key. */
const byKey: Resolver = (parent: Row, _args, _context, info) => parent[info.path.key]

/** The part of the schema that is generated from the model: one statement per root field. */
export function entitySchema(model: Model, budgetOf: BudgetOf): SchemaPart {
  const resolvers: SchemaPart['resolvers'] = {}
  const query: Record<string, Resolver> = {}
  for (const entity of model.entities.values()) {
    query[entity.query.list] = reading(listResolver(model, entity, budgetOf))
    query[entity.query.one] = reading(oneResolver(model, entity, budgetOf))
    query[entity.query.connection] = reading(connectionResolver(model, entity, budgetOf))
    resolvers[entity.name] = Object.fromEntries(
      [...entity.fields.keys()].map((name) => [name, byKey]),
    )
    resolvers[entity.connectionType] = { edges: edgesOf }
    resolvers[`${entity.name}Edge`] = { node: nodeOf }
  }
  return {
    typeDefs: entityTypeDefs(model),
    resolvers: { ...resolvers, Query: query },
    estimates: estimatesOf(model),
  }
}

function listResolver(model: Model, entity: Entity, budgetOf: BudgetOf): Resolver {
  return async (_parent, args, context, info) => {
    const plan = new Planner(model, info).list(entity.name, args)
    const budget = budgetOf(context)
    const statement = await statementAt(model, context, args.block)
    const text = listSql(statement, plan)
    const counts = mostRows(plan) > budget.max ? countsOfList(statement, plan, budget.max) : []
    const rows = await queryFewRows<{ data: unknown[] | null }>(
      context,
      statement,
      text,
      counts,
      budget,
    )
    const items = rows.flatMap(({ data }) => (data ? [data] : []))
    return readList(plan, items, budget, String(info.path.key))
  }
}

function oneResolver(model: Model, entity: Entity, budgetOf: BudgetOf): Resolver {
  return async (_parent, args, context, info) => {
    const plan = new Planner(model, info).one(entity.name)
    const budget = budgetOf(context)
    const statement = await statementAt(model, context, args.block)
    const text = oneSql(statement, plan, args.id)
    const counts =
      mostRows({ limit: 1, row: plan }) > budget.max
        ? countsOfOne(statement, plan, args.id, budget.max)
        : []
    const rows = await queryFewRows<{ data: unknown[] | null }>(
      context,
      statement,
      text,
      counts,
      budget,
    )
    return readRow(plan, rows[0]?.data ?? null, budget, String(info.path.key))
  }
}

function connectionResolver(model: Model, entity: Entity, budgetOf: BudgetOf): Resolver {
  return async (_parent, args, context: ApiContext, info: GraphQLResolveInfo) => {
    const plan = new Planner(model, info).connection(entity.name, args)
    const budget = budgetOf(context)
    const statement = await statementAt(model, context, args.block)
    const text = connectionSql(statement, plan)
    const counts =
      mostRowsOfConnection(plan) > budget.max ? countsOfConnection(statement, plan, budget.max) : []
    const rows = await queryFewRows<ConnectionData>(context, statement, text, counts, budget)
    return readConnection(plan, rows[0] as ConnectionData, budget, String(info.path.key))
  }
}

const edgesOf: Resolver = (parent: Connection, _args, _context, info) =>
  parent.edges.map((edge) => ({ ...edge, key: info.path.key }))

const nodeOf: Resolver = (parent: Edge & { key: string }, _args, _context, info) =>
  parent.nodes[`${parent.key}.${info.path.key}`]

/** What fields cost that are computed from many rows. */
function estimatesOf(model: Model): NonNullable<SchemaPart['estimates']> {
  const estimates: Record<string, Record<string, Estimate>> = {}
  for (const { name, fields } of model.entities.values()) {
    for (const field of fields.values()) {
      if (field.kind !== 'value' || field.milliseconds === undefined) continue
      const { milliseconds } = field
      estimates[name] = { ...estimates[name], [field.name]: () => milliseconds }
    }
  }
  return estimates
}
