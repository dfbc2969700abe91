import { type Client, escapeIdentifier as quoted } from 'pg'
import { EXIT, LinchpinError } from '../errors'
import { withConnection } from '../store/connection'

/** Of connections, in pg_stat_activity. */
const NAME = 'linchpin views'
/** Key of the advisory lock of a process that makes views; an arbitrary constant. */
const LOCK = 7_410_114
const REFUSED_PRIVILEGE = '42501'
const HAS_DEPENDENTS = '2BP01'
const NO_ROLE = '42704'
const LOCKED = '55P03'
/** How long to wait for those who read the views. */
const LOCK_TIMEOUT_MS = 5_000

interface Found {
  /** Of the views, and of the tables. */
  schema: string
  tables: string
  database: string
  role: string
  /** Comment of the view `status`. */
  mark: string | null
  views: string[]
  functions: string[]
}

/**
 * Schema of the views of tables in a schema.
 * @param hasRole whether there is a role `linchpin`: Postgres would look for its tables in the schema of its name
 */
export function schemaOf(tables: string, hasRole: boolean): string {
  if (tables !== 'public') return `${tables}_views`
  return hasRole ? 'linchpin_views' : 'linchpin'
}

const PLACE_SQL = `SELECT current_schema() AS tables, EXISTS (SELECT FROM pg_roles WHERE rolname = 'linchpin') AS "hasRole"`

const FIND_SQL = `
  SELECT $1::text AS schema, current_schema() AS tables, current_database() AS database, current_user AS role,
    (SELECT obj_description(c.oid, 'pg_class') FROM pg_class c
      WHERE c.relnamespace = s.oid AND c.relname = 'status' AND c.relkind = 'v') AS mark,
    ARRAY(SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = s.oid AND c.relkind IN ('v', 'r', 'm')) AS views,
    ARRAY(SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = s.oid) AS functions
  FROM (SELECT to_regnamespace(quote_ident($1::text)) AS oid) s`

/**
 * Makes the views of this version, in one transaction, unless they are there.
 * @returns why they cannot be made, which hinders nothing else
 */
export function makeViews(url: string): Promise<string | null> {
  return locked(url, async (client) => {
    const { loadModel } = await import('../api/schema/model.js')
    const { MARK, viewDefinitions } = await import('../api/views/definitions.js')
    const { RULES } = await import('../ledger/rules.js')
    const found = await find(client)
    const { schema, tables } = found
    const { sql, mark } = viewDefinitions(loadModel(), { schema, tables, rules: RULES })
    if (found.mark === mark) return null
    const isOurs = found.mark?.startsWith(MARK) ?? false
    if (!isOurs && found.views.length + found.functions.length > 0) {
      return `the schema ${schema} has objects of others; drop or rename it, and run \`linchpin migrate\``
    }
    try {
      await drop(client, found)
      await client.query(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}; ${sql}`)
      return null
    } catch (error) {
      // What was done is rolled back.
      return problemOf(error, found)
    }
  })
}

/**
 * Drops the views, before a migration that may change their columns.
 * @throws LinchpinError LP3058 if objects of others depend on them, or if they are in use
 */
export function dropViews(url: string): Promise<void> {
  return locked(url, async (client) => {
    const { MARK } = await import('../api/views/definitions.js')
    const found = await find(client)
    if (!found.mark?.startsWith(MARK)) return
    await drop(client, found).catch((error) => {
      const hint = 'drop what the message names, start again, and create it again afterwards'
      throw new LinchpinError('LP3058', problemOf(error, found), hint, EXIT.DATA, { cause: error })
    })
  })
}

/**
 * Lets a role read the views, those of later versions too, and nothing else.
 * @throws LinchpinError LP3059 if there is no such role
 */
export function grantViews(url: string, role: string): Promise<void> {
  return locked(url, async (client) => {
    const schema = quoted((await find(client)).schema)
    const [name, later] = [quoted(role), `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT`]
    try {
      await client.query(`GRANT USAGE ON SCHEMA ${schema} TO ${name};
        GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${name}; ${later} SELECT ON TABLES TO ${name};
        GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${name}; ${later} EXECUTE ON FUNCTIONS TO ${name}`)
    } catch (error) {
      if (Object(error).code !== NO_ROLE) throw error
      const hint = `CREATE ROLE ${name} LOGIN PASSWORD '...'; then run the command again`
      throw new LinchpinError('LP3059', `there is no role ${role}`, hint, EXIT.CONFIG)
    }
  })
}

async function find(client: Client): Promise<Found> {
  const { tables, hasRole } = (await client.query(PLACE_SQL)).rows[0]
  return (await client.query<Found>(FIND_SQL, [schemaOf(tables, hasRole)])).rows[0]!
}

async function drop(client: Client, { views, functions }: Found): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`)
  if (views.length > 0) await client.query(`DROP VIEW ${views.join(', ')}`)
  if (functions.length > 0) await client.query(`DROP FUNCTION ${functions.join(', ')}`)
}

/** Why views cannot be made, and what to do. @throws the error, if it is another one */
function problemOf(error: unknown, { database, role }: Found): string {
  const { code, detail } = Object(error) as { code?: string; detail?: string }
  switch (code) {
    case REFUSED_PRIVILEGE:
      return `GRANT CREATE ON DATABASE ${quoted(database)} TO ${quoted(role)}, and run \`linchpin migrate\``
    case HAS_DEPENDENTS:
      return `objects of others depend on those of another version: drop them, and run \`linchpin migrate\`: ${detail}`
    case LOCKED:
      return 'those of another version are in use: run `linchpin migrate` later'
    default:
      throw error
  }
}

function locked<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  return withConnection(url, NAME, async (client) => {
    await client.query('BEGIN')
    try {
      await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
      const result = await work(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    }
  })
}
