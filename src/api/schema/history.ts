import { type Resolver, reading, type SchemaPart } from '../../metrics/define/part'
import type { ApiContext } from '../../reads/context'
import { type Entity, identityOf, type Model } from '../../reads/entities'
import { apiError } from '../../reads/errors'
import { Planner } from '../graphql/planner'
import { DEFAULT_PAGE, MAX_OFFSET, MAX_PAGE } from '../limits'
import {
  type HistoryPlan,
  HistoryStatement,
  readHistory,
  type VersionData,
  type VersionRow,
} from '../sql/history'
import { mostRows } from '../sql/json'
import { queryFewRows } from '../sql/rows-below'
import type { BudgetOf } from './budget'
import { camel } from './naming'

/** The stored versions of rows with versions: one root field for each entity. */
export function historySchema(model: Model, budgetOf: BudgetOf): SchemaPart {
  const entities = [...model.entities.values()].filter(({ kind }) => kind === 'state')
  const query = Object.fromEntries(
    entities.map((entity) => [fieldOf(entity), reading(resolver(model, entity, budgetOf))]),
  )
  const types = entities.map((entity) => [versionType(entity), { row: rowOf }])
  return {
    typeDefs: [
      ...entities.map(typeDef),
      `extend type Query {\n${entities.map(queryDef).join('')}}`,
    ].join('\n\n'),
    resolvers: { ...Object.fromEntries(types), Query: query },
  }
}

const fieldOf = ({ name }: Entity) => `${camel(name)}History`
const versionType = ({ name }: Entity) => `${name}Version`

const rowOf: Resolver = (parent: VersionRow, _args, _context, info) => parent.rows[info.path.key]

function resolver(model: Model, entity: Entity, budgetOf: BudgetOf): Resolver {
  return async (_parent, args, context: ApiContext, info) => {
    const { number } = await context.at(args.block)
    const { missingContracts } = await context.head()
    const plan: HistoryPlan = {
      entity: entity.name,
      id: args.id,
      ...rangeOf(args, number),
      limit: args.limit ?? DEFAULT_PAGE,
      isDefault: args.limit == null,
      offset: args.offset ?? 0,
      rows: new Planner(model, info).versions(entity.name),
    }
    const budget = budgetOf(context)
    const statement = new HistoryStatement(model, number, missingContracts, plan)
    const text = statement.sql()
    const counts = mostRowsOf(plan) > budget.max ? statement.counts(budget.max) : []
    const rows = await queryFewRows<{ data: VersionData | null }>(
      context,
      statement,
      text,
      counts,
      budget,
    )
    const items = rows.flatMap(({ data }) => (data ? [data] : []))
    return readHistory(plan, items, budget, String(info.path.key))
  }
}

function mostRowsOf({ rows, limit }: HistoryPlan): number {
  return rows.reduce((sum, { row }) => sum + mostRows({ limit, row }), 0)
}

/** @throws ApiError BAD_USER_INPUT for a range that is none, or that ends after the block of the operation */
function rangeOf(
  { from, to }: { from?: number | null; to?: number | null },
  block: number,
): { from: number; to: number } {
  const range = { from: from ?? 0, to: to ?? block }
  if (range.to > block) {
    throw apiError('BAD_USER_INPUT', `to is ${range.to}, after block ${block}.`, {
      hint: `Versions are known up to the block of the operation: give ${block} or less.`,
    })
  }
  if (range.from > range.to || range.from < 0) {
    throw apiError('BAD_USER_INPUT', `from is ${range.from}, and to is ${range.to}.`, {
      hint: 'Give from a block from 0 to `to`.',
    })
  }
  return range
}

function typeDef(entity: Entity): string {
  const { name } = entity
  return `"A stored version of a row of ${name}."
type ${versionType(entity)} {
  "Block in which it began."
  fromBlock: Int!
  "First block in which it no longer held; null: it holds at the block of the operation."
  toBlock: Int
  "The row as it was when it began: as it is read at \`fromBlock\`, references, lists and computed fields included."
  row: ${name}!
}`
}

function queryDef(entity: Entity): string {
  const { name } = entity
  const letters = identityOf(entity).type === 'ID' ? 'in any case' : 'as it is written'
  return `  "Versions of one ${name}, the earliest first. What takes effect later without an event is no version of its own; a row that ended and began again has a gap between them."
  ${fieldOf(entity)}("Id of the row, ${letters}." id: String!
    "First block: versions that ended before it are left out. Default: 0." from: Int
    "Last block: versions that began after it are left out. Default: the block of the operation." to: Int
    "Maximum number of versions, up to ${MAX_PAGE}. Default: ${DEFAULT_PAGE}." limit: Int
    "Versions to skip, up to ${MAX_OFFSET}; with \`from\` one reads further." offset: Int
    "Block up to which versions are known; the same for all fields of an operation. Default: the last indexed block." block: BlockInput): [${versionType(entity)}!]!
`
}
