import { laterReads } from '../api/operation'
import { parseWhere } from '../api/sql/where-input'
import type { RiskSources } from '../metrics/define/sources'
import type { BlockPoint } from '../reads/context'
import type { Entity, Model } from '../reads/entities'
import { apiError } from '../reads/errors'
import { type Batch, type Column, chooseFields } from './columns'
import { type ExportRequest, suggestion } from './request'
import { type RiskRows, riskRows } from './risk/risk-rows'
import { RISK_TABLES, type RiskTable, riskColumns } from './risk/tables'
import { columnsOf } from './rows/entity-columns'
import { type EntitySelection, entityRows, entitySql, requireDecimals } from './rows/entity-rows'
import { CHANGE, incrementRows, requireIncrement } from './rows/increment'
import type { Snapshot } from './snapshot'

/** What tables are read from, beside the database. */
export interface TableSources {
  readonly model: Model
  /** What risk fields need; made when the first one is exported. */
  readonly risk: () => { readonly sources: RiskSources; readonly tag: string }
}

/** How a table is read. */
export interface ReadOptions {
  /** Whether batches have the days of their rows; of a risk field they have none. */
  readonly hasDays?: boolean
  /** Only what changed since; null: all. */
  readonly since?: BlockPoint | null
}

/** A table of a snapshot. */
export interface Table {
  readonly columns: readonly Column[]
  /** Whether its rows have days. */
  readonly isDated: boolean
  /** What its rows depend on beside the block, its digest and the request. */
  readonly dependsOn: readonly unknown[]
  /** The rows. @throws ApiError if they cannot be read as the request asks, before the first one */
  read(options: ReadOptions): Promise<AsyncGenerator<Batch>>
}

/** An entity or risk field by the name of its root field. @throws ApiError NOT_FOUND with a suggestion */
export function findTable(model: Model, name: string): Entity | RiskTable {
  const entities = [...model.entities.values()]
  const found =
    entities.find(({ query }) => query.list === name) ??
    RISK_TABLES.find((one) => one.name === name)
  if (found) return found
  const names = [
    ...entities.map(({ query }) => query.list),
    ...RISK_TABLES.map((table) => table.name),
  ]
  throw apiError('NOT_FOUND', `There is no table "${name.slice(0, 100)}" to export.`, {
    hint: `Did you mean ${suggestion(name, names)}? All: ${names.join(', ')}.`,
  })
}

/** Whether it is a table of a risk field. */
export function isRisk(table: Entity | RiskTable): table is RiskTable {
  return 'metric' in table
}

/** The table of a request, whose where and args are checked. @throws ApiError NOT_FOUND, BAD_USER_INPUT */
export function tableOf(sources: TableSources, request: ExportRequest, snapshot: Snapshot): Table {
  const found = findTable(sources.model, request.entity)
  return isRisk(found)
    ? riskTable(sources, request, snapshot, found)
    : entityTable(sources, request, snapshot, found)
}

function entityTable(
  { model }: TableSources,
  { entity: name, fields, where: given, integers }: ExportRequest,
  snapshot: Snapshot,
  entity: Entity,
): Table {
  const columns = chooseFields(name, columnsOf(entity), fields)
  const where = parseWhere(model, entity, given)
  const selection: EntitySelection = { model, entity, columns, where }
  const { head, point } = snapshot
  const { polls, claims } = laterReads(entitySql(snapshot, selection))
  return {
    columns,
    isDated: true,
    dependsOn: [...(polls ? [head.polledAt] : []), ...(claims ? [head.tokensAt] : [])],
    async read({ hasDays = false, since = null }) {
      if (since !== null) requireIncrement(snapshot, since, columns)
      if (integers === 'decimal') {
        await requireDecimals(snapshot, selection, point)
        if (since !== null) await requireDecimals(snapshot, selection, since)
      }
      if (since === null) return entityRows(snapshot, selection, { point, order: 'BEGIN', hasDays })
      return incrementRows(snapshot, selection, since)
    },
  }
}

function riskTable(
  { risk }: TableSources,
  { entity: name, fields, args }: ExportRequest,
  snapshot: Snapshot,
  table: RiskTable,
): Table {
  const columns = chooseFields(name, riskColumns(table), fields)
  const { sources, tag } = risk()
  const rows: RiskRows = { table, columns, args: args as RiskRows['args'] }
  const { polledAt, tokensAt } = snapshot.head
  return {
    columns,
    isDated: false,
    dependsOn: [polledAt, tokensAt, tag],
    async read({ since = null }) {
      if (since === null) return riskRows(snapshot, sources, rows)
      throw apiError('BAD_USER_INPUT', `${name} has no increments.`, {
        hint: 'Increments are of entities; export it at each block.',
      })
    },
  }
}

/** The columns of an increment. */
export function incrementColumns(columns: readonly Column[]): Column[] {
  return [CHANGE, ...columns]
}
