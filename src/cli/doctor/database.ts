import { statfs } from 'node:fs/promises'
import type { Client } from 'pg'
import { fingerprint } from '../../config/fingerprint'
import { networkOfIndex } from '../../config/network-of'
import type { Network } from '../../config/networks'
import type { KnownError } from '../../doctor/check'
import type { DatabaseFacts, IndexFacts } from '../../doctor/facts'
import { RULES } from '../../ledger/rules'
import { cutConnection, isDirect } from '../../store/connection'
import { readCursor, readIndex } from '../../store/cursor'
import { readRules } from '../../store/rederive/rules'
import { connectWhenReady } from '../database'
import { knownMigrations } from '../migrations'
import { preflight } from '../preflight'
import { within } from './deadline'
import { errorOf, knownError } from './known-error'
import { clockDifference } from './machine'
import { isNear } from './near'

/** Of all statements together; each is read from catalogs. */
const DEADLINE_MS = 20_000

export interface DatabaseProbe {
  facts: DatabaseFacts | KnownError
  /** Seconds by which our clock is ahead of that of the database; null: not known. */
  clock: number | null
}

/**
 * Reads what the database is like. It writes nothing.
 * @param network to compare the index with; null: not known
 */
export async function probeDatabase(
  url: string,
  network: Network | null,
  embeddedDir: string | null,
): Promise<DatabaseProbe> {
  let client: Client
  try {
    client = await connectWhenReady(url, 0)
  } catch (error) {
    return { facts: knownError(error), clock: null }
  }
  try {
    return await within(readFacts(client, url, network, embeddedDir), DEADLINE_MS)
  } catch (error) {
    const { hostname } = new URL(url)
    const message = `the database at ${hostname || 'a local socket'} accepts connections, but: ${(error as Error).message}`
    const hint = 'see its log, and what it waits for: SELECT * FROM pg_stat_activity'
    return { facts: { code: 'LP3001', message, hint, exitCode: 69 }, clock: null }
  } finally {
    // A database that does not answer does not take leave either.
    cutConnection(client)
  }
}

const STATE_SQL = `
  SELECT current_database() AS database, current_user AS role, current_setting('server_version_num')::int AS version,
    r.rolsuper AS "isSuperuser", to_jsonb(d)->>'datcollversion' AS "storedCollation",
    coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale', d.datcollate) AS locale,
    current_setting('fsync') = 'on' AS fsync, current_setting('full_page_writes') = 'on' AS "fullPageWrites",
    current_setting('autovacuum') = 'on' AS autovacuum,
    (SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout') AS "statementTimeout",
    (SELECT setting::int FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout') AS "idleInTransactionTimeout",
    least(nullif(r.rolconnlimit, -1), nullif(d.datconnlimit, -1), current_setting('max_connections')::int
      - current_setting('superuser_reserved_connections')::int) AS connections,
    coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS "isEncrypted",
    pg_database_size(d.oid)::float8 AS bytes, age(d.datfrozenxid)::float8 / 2147483647 AS wraparound,
    ARRAY(SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE NOT i.indisvalid AND c.relnamespace = to_regnamespace(current_schema())) AS "invalidIndexes",
    extract(epoch FROM clock_timestamp())::float8 * 1000 AS now
  FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = current_user`

async function readFacts(
  client: Client,
  url: string,
  network: Network | null,
  embeddedDir: string | null,
): Promise<DatabaseProbe> {
  const sent = Date.now()
  const { now, ...state } = (await client.query(STATE_SQL)).rows[0]
  const clock = clockDifference(now, sent, Date.now())
  const { hostname, port } = new URL(url)
  const host = hostname || 'a local socket'
  const pooler = await poolerOf(url)
  let pending = 0
  const refused = await errorOf(async () => {
    pending = (await preflight(client, knownMigrations())).length
  })
  const { fsync, fullPageWrites, autovacuum, statementTimeout, idleInTransactionTimeout } = state
  const isLocal = embeddedDir !== null || hostname === '' || isLoopback(hostname)
  const facts: DatabaseFacts = {
    database: state.database,
    role: state.role,
    host: hostname === '' ? host : `${host}:${port || 5432}`,
    isEmbedded: embeddedDir !== null,
    isNear: hostname === '' || isNear(hostname),
    isEncrypted: state.isEncrypted,
    version: state.version,
    refused,
    pending,
    isSuperuser: state.isSuperuser,
    locale: state.locale,
    collation: await collationOf(client, state.version, state.storedCollation),
    settings: { fsync, fullPageWrites, autovacuum, statementTimeout, idleInTransactionTimeout },
    connections: state.connections,
    pooler,
    disk: isLocal
      ? await diskOf(client, embeddedDir)
      : { unknown: `the disk of ${host} is not seen from here` },
    bytes: state.bytes,
    invalidIndexes: state.invalidIndexes,
    wraparound: state.wraparound,
    index: refused === null ? await indexOf(client, network) : null,
  }
  return { facts, clock }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}

/**
 * A pooler invents the number of the backend. In mode `statement` it refuses transactions, and ends the connection that began
 * one, so this is another connection.
 */
async function poolerOf(url: string): Promise<DatabaseFacts['pooler']> {
  const client = await connectWhenReady(url, 0)
  try {
    if (await isDirect(client)) return 'none'
    const hasTransactions = await client.query('BEGIN').then(
      () => true,
      () => false,
    )
    return hasTransactions ? 'transaction' : 'statement'
  } finally {
    cutConnection(client)
  }
}

/** Postgres knows the version of the rules since release 15. */
async function collationOf(
  client: Client,
  version: number,
  stored: string | null,
): Promise<DatabaseFacts['collation']> {
  if (stored === null || version < 150_000) return null
  const { rows } = await client.query<{ actual: string | null }>(
    'SELECT pg_database_collation_actual_version(oid) AS actual FROM pg_database WHERE datname = current_database()',
  )
  const actual = rows[0]?.actual ?? null
  return actual === null ? null : { stored, actual }
}

async function diskOf(client: Client, embeddedDir: string | null): Promise<DatabaseFacts['disk']> {
  try {
    const where = embeddedDir ?? (await client.query('SHOW data_directory')).rows[0].data_directory
    const { bavail, bsize } = await statfs(where)
    return { free: bavail * bsize, where }
  } catch {
    // Most roles may not ask, and a container has other paths.
    return { unknown: 'this role may not see where the database keeps its files' }
  }
}

async function indexOf(client: Client, network: Network | null): Promise<IndexFacts | null> {
  const { rows } = await client.query(`SELECT to_regclass('cursor') IS NOT NULL AS there`)
  if (!rows[0].there) return null
  const stored = await readIndex(client)
  if (stored === null) return null
  const rules = await readRules(client)
  const { rows: cursor } = await client.query<{ stopped: string | null }>(
    'SELECT stopped FROM cursor',
  )
  const followed = network && networkOfIndex(network, stored.identity.deployment)
  return {
    block: stored.cursor.height,
    finalBlock: stored.cursor.finalized.height,
    finalHash: stored.cursor.finalized.hash,
    otherNetwork: followed
      ? await errorOf(() =>
          readCursor(client, {
            chainId: followed.chainId,
            network: followed.name,
            deployment: fingerprint(followed),
            startBlock: followed.startBlock,
          }),
        )
      : null,
    rules: { stored: rules?.rules ?? RULES, own: RULES },
    stopped: cursor[0]?.stopped ?? null,
  }
}
