import { createHash } from 'node:crypto'
import { escapeLiteral as literal, escapeIdentifier as quoted } from 'pg'
import type { Entity, Field, Model, ValueField } from '../../reads/entities'
import { HEAD_SQL } from '../../reads/head'
import { snake } from '../schema/naming'
import type { Scope } from '../sql/statement'
import { isAddressKey, outputOf, pgType } from '../sql/values'
import { ViewStatement } from './statement'

/** What a database needs to know of the views. */
export interface ViewDefinitions {
  /** Creates all of them in an existing schema without them. */
  sql: string
  /** Changes with the definitions; it is the comment of the view `status`. */
  mark: string
}

/** Schemas and rules that views are made for. */
export interface ViewTarget {
  /** Schema of the views. */
  schema: string
  /** Schema of the tables, in which the names of tables are found. */
  tables: string
  /** Rules of this version: the views refuse rows of others. */
  rules: number
}

/** Begins the comment of the view `status`. */
export const MARK = 'Definitions of Linchpin'

/** A column of a view. */
interface ViewColumn {
  name: string
  type: string
  expression: string
  description: string
}

/**
 * A view per entity with its rows at the last indexed block, and a function `NAME_at(block)` with those at another one. They
 * have the values that GraphQL has: computed ones, references as ids, addresses and hashes as 0x-text; no lists.
 */
export function viewDefinitions(model: Model, target: ViewTarget): ViewDefinitions {
  const { schema, tables } = target
  const entities = [...model.entities.values()]
  const statements = [
    guard(target),
    status(schema),
    ...entities.flatMap((entity) => [
      ...viewOf(model, entity, schema),
      ...functionOf(model, entity, schema, tables),
    ]),
  ]
  const hash = createHash('sha256').update(statements.join('\n')).digest('hex').slice(0, 16)
  const mark = `${MARK} ${hash}. How far the index is, in one row.`
  statements.push(`COMMENT ON VIEW ${quoted(schema)}.status IS ${literal(mark)}`)
  return { sql: statements.join(';\n'), mark }
}

/** Name of the view of an entity: that of its list in GraphQL. */
export const viewName = ({ query }: Entity) => snake(query.list)

function viewOf(model: Model, entity: Entity, schema: string): string[] {
  const { columns, from } = select(model, entity, true, schema)
  const name = `${quoted(schema)}.${quoted(viewName(entity))}`
  return [
    `CREATE VIEW ${name} AS ${selectSql(columns, from)}`,
    `COMMENT ON VIEW ${name} IS ${literal(entity.description)}`,
    ...columns.map(
      (column) =>
        `COMMENT ON COLUMN ${name}.${quoted(column.name)} IS ${literal(column.description)}`,
    ),
  ]
}

function functionOf(model: Model, entity: Entity, schema: string, tables: string): string[] {
  const { columns, from } = select(model, entity, false, schema)
  const name = `${quoted(schema)}.${quoted(`${viewName(entity)}_at`)}`
  const result = columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')
  const about = `Rows of ${viewName(entity)} at a block. ${entity.description}`
  return [
    // With the rights of its owner, as a view has them: its caller may not read the tables.
    `CREATE FUNCTION ${name}(at_block integer) RETURNS TABLE (${result}) LANGUAGE sql STABLE SECURITY DEFINER
     SET search_path = ${quoted(tables)}, pg_temp AS ${literal(selectSql(columns, from))}`,
    `COMMENT ON FUNCTION ${name}(integer) IS ${literal(about)}`,
  ]
}

function selectSql(columns: readonly ViewColumn[], from: string): string {
  const list = columns.map(
    ({ name, type, expression }) => `(${expression})::${type} AS ${quoted(name)}`,
  )
  return `SELECT ${list.join(', ')} ${from}`
}

function select(
  model: Model,
  entity: Entity,
  isHead: boolean,
  schema: string,
): { columns: ViewColumn[]; from: string } {
  const scope = new ViewStatement(model, isHead).open(entity.name)
  const columns = [...entity.fields.values()].filter(isShown).map((field) => ({
    name: snake(field.name),
    type: typeOf(field),
    expression: expressionOf(scope, field),
    description: field.description,
  }))
  const guarded = `${quoted(schema)}.assert_indexed(${scope.statement.blockNumber()})`
  return { columns, from: scope.from([guarded]) }
}

/** `versionId` is for caches of clients. */
function isShown(field: Field): field is ValueField {
  return field.kind === 'value' && field.name !== 'versionId'
}

/** Bytes are shown as text, as GraphQL shows them. */
function typeOf(field: ValueField): string {
  return `${field.type === 'Bytes' ? 'text' : pgType(field)}${field.isList ? '[]' : ''}`
}

function expressionOf(scope: Scope, field: ValueField): string {
  if (isAddressKey(scope.entity, field)) return scope.identity
  const column = scope.column(field)
  if (field.type !== 'Bytes') return column
  if (!field.isList) return outputOf(field, column)
  const items = `ARRAY(SELECT '0x' || encode(item, 'hex') FROM unnest(${column}) item)`
  return `CASE WHEN ${column} IS NOT NULL THEN ${items} END`
}

/** What `_meta` says, as far as it is about the rows. */
function status(schema: string): string {
  return `CREATE VIEW ${quoted(schema)}.status AS SELECT network, "chainId"::int8 AS chain_id, "startBlock" AS start_block,
    number AS block, hash, to_timestamp(timestamp) AS block_time, digest, "finalizedNumber" AS finalized_block,
    "finalizedHash" AS finalized_hash, "chainHead" AS chain_head, lag, "provenTo" AS proven_to, rules, stopped,
    "missingContracts" AS missing_contracts, to_timestamp("updatedAt") AS updated_at FROM (${HEAD_SQL}) head`
}

/** Refuses blocks that are not indexed, and rows that are incomplete, as the API does. */
function guard({ schema, tables, rules }: ViewTarget): string {
  const body = `
DECLARE
  index record;
BEGIN
  SELECT c.start_block, c.height, c.rules, r.height AS upto INTO index FROM cursor c LEFT JOIN rederivation r ON true;
  IF index.height IS NULL OR index.height < index.start_block THEN
    RAISE EXCEPTION 'NOT_READY: no block is indexed yet' USING ERRCODE = '55000';
  ELSIF index.rules <> ${rules} OR index.upto IS NOT NULL THEN
    RAISE EXCEPTION 'NOT_READY: LP3031: the rows are being derived anew' USING ERRCODE = '55000', HINT = 'Wait for the indexer.';
  ELSIF at_block IS NULL OR at_block < index.start_block OR at_block > index.height THEN
    RAISE EXCEPTION 'BLOCK_NOT_INDEXED: block % is not indexed; blocks % to % are', at_block, index.start_block, index.height
      USING ERRCODE = '22023';
  END IF;
  RETURN true;
END`
  return `CREATE FUNCTION ${quoted(schema)}.assert_indexed(at_block integer) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = ${quoted(tables)}, pg_temp AS ${literal(body)}`
}
