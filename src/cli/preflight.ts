import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../errors'
import {
  foreignTables,
  incomplete,
  notOwner,
  notUtf8,
  readOnly,
  refusedPrivilege,
} from './database-states'

/** A migration of this version. */
export interface KnownMigration {
  name: string
  /** Tables that it creates. */
  tables: readonly string[]
  /** Tables of earlier migrations that it drops or renames. */
  gone: readonly string[]
}

interface State {
  database: string
  role: string
  schema: string | null
  searchPath: string
  encoding: string
  readOnly: string
  mayCreate: boolean
}

const STATE_SQL = `
  SELECT current_database() AS database, current_user AS role, current_schema() AS schema,
    current_setting('search_path') AS "searchPath", current_setting('server_encoding') AS encoding,
    current_setting('transaction_read_only') AS "readOnly",
    coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS "mayCreate"`

/** A table needs a name that neither a relation nor a type of its schema has. */
const TAKEN_SQL = `
  SELECT relname AS name FROM pg_class WHERE relnamespace = to_regnamespace($2) AND relname = ANY($1)
  UNION SELECT typname FROM pg_type WHERE typnamespace = to_regnamespace($2) AND typname = ANY($1)
  ORDER BY name`

/** Tables of the schema that this role may not write; or, to change their columns, does not own. */
const REFUSED_SQL = `
  SELECT c.relname AS name, pg_get_userbyid(c.relowner) AS owner FROM pg_class c
  WHERE c.relnamespace = to_regnamespace($2) AND c.relkind IN ('r', 'p') AND c.relname = ANY($1)
    AND NOT CASE WHEN $3 THEN pg_has_role(c.relowner, 'USAGE')
      ELSE has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
        AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE') END
  ORDER BY name`

/**
 * Checks before the first write that the database can hold an index, and that this role may write it.
 *
 * @returns the migrations that are not applied yet
 * @throws LinchpinError LP3020 for a missing privilege, LP3021 for a read-only server, LP3022 for tables of another
 *   application, LP3023 for an encoding other than UTF8, LP3004 if another version migrated the database, LP3027 if some of
 *   its tables are lost
 */
export async function preflight(
  client: Client,
  known: readonly KnownMigration[],
): Promise<KnownMigration[]> {
  const state = (await client.query<State>(STATE_SQL)).rows[0]!
  const { database, role, searchPath } = state
  if (state.encoding !== 'UTF8') {
    throw notUtf8(
      `the database ${database} has the encoding ${state.encoding}, which cannot hold all text of the chain`,
    )
  }
  if (state.readOnly === 'on') throw readOnly(`the database ${database} is read-only`)
  const { schema } = state
  if (schema === null) {
    const problem = `there is no schema of the search_path ${searchPath} that ${role} may use`
    throw refusedPrivilege(problem, schemaStatement(searchPath, role))
  }
  const applied = await appliedMigrations(client, schema)
  refuseUnknown(applied ?? [], known, schema)
  const pending = known.filter(({ name }) => !applied?.includes(name))
  const tables = (of: readonly KnownMigration[]) => of.flatMap((migration) => migration.tables)
  const present = async (names: readonly string[]) =>
    namesOf((await client.query<{ name: string }>(TAKEN_SQL, [names, quoted(schema)])).rows)
  const taken = await present(tables(pending))
  if (taken.length > 0) {
    // Another application shares some names, not all of the first migration.
    const isOurs = applied === null && known[0]?.tables.every((name) => taken.includes(name))
    throw isOurs ? incomplete(schema, ['migrations']) : foreignTables(schema, taken)
  }
  const done = known.filter(({ name }) => applied?.includes(name))
  const gone = done.flatMap((migration) => migration.gone)
  const needed = tables(done).filter((name) => !gone.includes(name))
  const found = await present(needed)
  const lost = needed.filter((name) => !found.includes(name))
  if (lost.length > 0) throw incomplete(schema, lost)
  if (pending.length > 0 && !state.mayCreate) {
    const grant = `GRANT USAGE, CREATE ON SCHEMA ${quoted(schema)} TO ${quoted(role)}`
    throw refusedPrivilege(`${role} may not create tables in the schema ${schema}`, grant)
  }
  const { rows: refused } = await client.query<{ name: string; owner: string }>(REFUSED_SQL, [
    tables(known),
    quoted(schema),
    pending.length > 0,
  ])
  if (refused.length === 0) return pending
  const problem = `${role} may not ${pending.length > 0 ? 'change' : 'write'} ${listed(namesOf(refused))}`
  if (pending.length > 0) throw notOwner(problem, refused[0]!.owner)
  const grant = `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${quoted(schema)} TO ${quoted(role)}`
  throw refusedPrivilege(problem, grant)
}

/**
 * Checks before the first read that the database has tables of Linchpin, and none of a later version.
 * @throws LinchpinError LP3024 if it has no tables, LP3004 if another version migrated it
 */
export async function assertMigrated(
  client: Client,
  known: readonly KnownMigration[],
): Promise<void> {
  const { database, schema } = (await client.query<State>(STATE_SQL)).rows[0]!
  const applied = schema === null ? null : await appliedMigrations(client, schema)
  if (schema !== null) refuseUnknown(applied ?? [], known, schema)
  if (applied !== null && applied.length > 0) return
  throw new LinchpinError(
    'LP3024',
    `the database ${database} has no tables of Linchpin`,
    'name the database that the indexer writes in DB_URL; or run `linchpin index`, which creates the tables',
    EXIT.CONFIG,
  )
}

/** Names in TypeORM's table, in order; null: there is no such table. @throws LinchpinError LP3022 for a table of another tool */
export async function appliedMigrations(client: Client, schema: string): Promise<string[] | null> {
  const columns = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [`${quoted(schema)}.migrations`],
  )
  if (columns.rows.length === 0) return null
  const found = namesOf(columns.rows)
  const isOurs = ['id', 'timestamp', 'name'].every((column) => found.includes(column))
  if (!isOurs) throw foreignTables(schema, ['migrations'])
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM ${quoted(schema)}.migrations ORDER BY id`,
  )
  return namesOf(rows)
}

function refuseUnknown(
  applied: readonly string[],
  known: readonly KnownMigration[],
  schema: string,
): void {
  const names = known.map(({ name }) => name)
  const unknown = applied.filter((name) => !names.includes(name))
  if (unknown.length === 0) return
  if (unknown.length === applied.length) throw foreignTables(schema, ['migrations'])
  throw new LinchpinError(
    'LP3004',
    `the database was migrated by another version: it has the unknown migration ${unknown.join(', ')}`,
    'run the version of Linchpin that created it, or use an empty database',
    EXIT.DATA,
  )
}

/** The schema may be missing, or closed to the role: the statement for both. */
function schemaStatement(searchPath: string, role: string): string {
  const schemas = searchPath.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
  const schema = schemas.find((name) => name !== '' && name !== '$user') ?? 'public'
  return `CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}; GRANT USAGE, CREATE ON SCHEMA ${quoted(schema)} TO ${quoted(role)}`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function namesOf(rows: readonly { name: string }[]): string[] {
  return rows.map(({ name }) => name)
}

function listed(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  return `the tables ${names.slice(0, 3).join(', ')}${more}`
}
