import { resolve } from 'node:path'
import { Client } from 'pg'
import { EXIT, LinchpinError } from '../errors'
import { serverAccount } from './postgres/account'
import { prepareBinaries } from './postgres/binaries'
import { type Cluster, openCluster } from './postgres/cluster'
import { serverHome } from './postgres/home'
import { findRunning, halt, launch, urlOf } from './postgres/server'

const DATABASE = 'linchpin'
/** Key of the advisory lock that says a process answers for this server. Any constant would do. */
const OWNER_LOCK = 7_410_112

/** A Postgres that this process answers for. */
export interface EmbeddedPostgres {
  /** With password; never to be shown. */
  url: string
  /** Resolves if the server ends without `stop`. */
  lost: Promise<void>
  /** Stops the server; what is not committed is undone. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** Folder for the server's files; created if missing, kept across starts. */
  dataDir: string
  /** For the person who waits. */
  onMessage: (message: string) => void
  /** Settings of postgresql.conf for this run. */
  settings?: Readonly<Record<string, string>>
}

/**
 * Starts the Postgres that npm installed, or takes over the one that a killed run left behind.
 *
 * It listens on 127.0.0.1 only, with a random password. If this process is killed the server stays, unharmed, until
 * the next start with the same folder.
 * @throws LinchpinError LP3010 to LP3015
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { onMessage, settings = {} } = options
  const dataDir = resolve(options.dataDir)
  const account = serverAccount()
  const home = serverHome(dataDir, account, onMessage)
  const binaries = prepareBinaries(account, home, onMessage)
  const cluster = await openCluster(home, binaries, account, onMessage)
  const running = await findRunning(cluster)
  if (running !== null) onMessage('using the Postgres that an earlier run left behind')
  const port = running ?? (await launch(cluster, settings))
  const owner = await own(cluster, port, dataDir)
  let stopping = false
  return {
    url: urlOf(cluster, port, DATABASE),
    lost: new Promise((resolve) => owner.on('end', () => stopping || resolve())),
    stop: async () => {
      if (stopping) return
      stopping = true
      await owner.end().catch(() => undefined)
      await halt(cluster)
    },
  }
}

/**
 * Takes the server for this process, and creates the database. Postgres frees the lock when the process dies, however
 * that happens, so a second run can tell a server in use from one left behind.
 */
async function own(cluster: Cluster, port: number, dataDir: string): Promise<Client> {
  const client = new Client({ connectionString: urlOf(cluster, port, 'postgres') })
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS free', [OWNER_LOCK])
  if (!rows[0].free) {
    await client.end()
    const message = `another run of Linchpin uses the database in ${dataDir}`
    const hint = 'stop it, or set LINCHPIN_DATA_DIR to another folder'
    throw new LinchpinError('LP3015', message, hint, EXIT.CONFIG)
  }
  const exists = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
  if (exists.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  return client
}
