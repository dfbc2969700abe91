import { type Client, escapeLiteral, escapeIdentifier as quoted } from 'pg'
import { EXIT, LinchpinError } from '../errors'
import { connectWhenReady } from './database'

/** Owns the tables: of the indexer, which creates indexes after the first sync, and of notify. */
const OWNER = 'linchpin_owner'
/** Reads them: of the API. */
const READER = 'linchpin_reader'

export interface RolePasswords {
  owner: string | null
  reader: string | null
}

/** What the role that connects owns in its schema and in those of the views, with the statement that gives it away. */
const OWN_SQL = `
  WITH here AS (SELECT oid, nspname FROM pg_namespace
      WHERE nspname IN (current_schema(), current_schema() || '_views', 'linchpin', 'linchpin_views')),
    mine AS (SELECT oid FROM pg_roles WHERE rolname = current_user)
  SELECT format('ALTER %s %s OWNER TO ', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
      c.oid::regclass) AS statement
    FROM pg_class c, here, mine
    WHERE c.relnamespace = here.oid AND c.relowner = mine.oid AND c.relkind IN ('r', 'p', 'v', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i') AND c.relkind = 'S')
  UNION ALL SELECT format('ALTER FUNCTION %s OWNER TO ', p.oid::regprocedure) FROM pg_proc p, here, mine
    WHERE p.pronamespace = here.oid AND p.proowner = mine.oid
  UNION ALL SELECT format('ALTER TYPE %s OWNER TO ', t.oid::regtype) FROM pg_type t, here, mine
    WHERE t.typnamespace = here.oid AND t.typowner = mine.oid AND t.typtype IN ('e', 'd')
  UNION ALL SELECT format('ALTER SCHEMA %I OWNER TO ', n.nspname) FROM pg_namespace n, here
    WHERE n.oid = here.oid`

/**
 * Makes the roles of the parts, or gives them their passwords anew, and the tables that there are to their owner. In one
 * transaction.
 * @param url of a role that may create roles, and that made the tables if there are any
 * @returns URL of the same database, with a login of the same role that acts as the owner
 * @throws LinchpinError LP1001 if a password is missing; LP3001, LP3005, LP3025 (see connectWhenReady)
 */
export async function makeRoles(url: string, passwords: RolePasswords): Promise<string> {
  const owner = needPassword('LINCHPIN_OWNER_PASSWORD', passwords.owner)
  const reader = needPassword('LINCHPIN_READER_PASSWORD', passwords.reader)
  const client = await connectWhenReady(url, 60_000)
  try {
    await client.query('BEGIN')
    await makeRole(client, OWNER, owner)
    await makeRole(client, READER, reader)
    await client.query(`ALTER ROLE ${READER} SET default_transaction_read_only = on`)
    await give(client)
    await letRead(client)
    await client.query('COMMIT')
  } finally {
    await client.end()
  }
  return asOwner(url)
}

/** Not a login of its own: over a local socket, Postgres lets a user of the machine be the role of that name only. */
function asOwner(url: string): string {
  const changed = new URL(url)
  const options = changed.searchParams.get('options') ?? ''
  changed.searchParams.set('options', `${options} -c role=${OWNER}`.trim())
  return changed.href
}

function needPassword(name: string, value: string | null): string {
  if (value !== null) return value
  const hint = `${name}=$(openssl rand -hex 24), in .env`
  throw new LinchpinError('LP1001', `${name}=unset: required with --roles`, hint, EXIT.CONFIG)
}

async function makeRole(client: Client, name: string, password: string): Promise<void> {
  const { rows } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name])
  if (rows.length === 0) await client.query(`CREATE ROLE ${name}`)
  await client.query(`ALTER ROLE ${name} LOGIN PASSWORD ${escapeLiteral(password)}`)
}

/** Gives database, schema and tables to the owner. */
async function give(client: Client): Promise<void> {
  const { rows: here } = await client.query<{ database: string }>(
    'SELECT current_database() AS database',
  )
  // One may give away only to a role of which one is a member.
  await client.query(`GRANT ${OWNER} TO CURRENT_USER`)
  await client.query(`ALTER DATABASE ${quoted(here[0]!.database)} OWNER TO ${OWNER}`)
  const { rows } = await client.query<{ statement: string }>(OWN_SQL)
  for (const { statement } of rows) await client.query(statement + OWNER)
}

/** Lets the reader read the tables, those of later migrations too. */
async function letRead(client: Client): Promise<void> {
  const { rows } = await client.query<{ schema: string }>('SELECT current_schema() AS schema')
  const schema = quoted(rows[0]!.schema)
  await client.query(`GRANT USAGE ON SCHEMA ${schema} TO ${READER};
    GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${READER};
    ALTER DEFAULT PRIVILEGES FOR ROLE ${OWNER} IN SCHEMA ${schema} GRANT SELECT ON TABLES TO ${READER}`)
}
