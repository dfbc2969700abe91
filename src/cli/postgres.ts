import { resolve } from 'node:path'
import { Client } from 'pg'
import { EXIT, LinchpinError } from '../errors'
import { serverAccount } from './postgres/account'
import { prepareBinaries } from './postgres/binaries'
import { type Cluster, openCluster } from './postgres/cluster'
import { serverHome } from './postgres/home'
import { findRunning, halt, launch, urlOf } from './postgres/server'

const DATABASE = 'linchpin'
/** Key of the advisory lock of the process that owns the server; an arbitrary constant. */
const OWNER_LOCK = 7_410_112

/** A Postgres server that this process owns. */
export interface EmbeddedPostgres {
  /** With password: secret. */
  url: string
  /** Resolves if the server ends without `stop`. */
  lost: Promise<void>
  /** Stops the server; open transactions are rolled back. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** Folder for the files of the server; created if missing, kept across starts. */
  dataDir: string
  /** Called with messages for the user. */
  print: (message: string) => void
  /** Server settings of this run, as in postgresql.conf. */
  settings?: Readonly<Record<string, string>>
}

/**
 * Starts the Postgres that npm installed, or takes over the server that a killed run left running.
 *
 * It listens on 127.0.0.1 only, with a random password. If this process is killed, the server keeps running until the next
 * start with the same folder.
 * @throws LinchpinError LP3010 to LP3015
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { print, settings = {} } = options
  const dataDir = resolve(options.dataDir)
  const account = serverAccount()
  const home = serverHome(dataDir, account, print)
  const binaries = prepareBinaries(account, home, print)
  const cluster = await openCluster(home, binaries, account, print)
  const running = await findRunning(cluster)
  if (running !== null) print('using the Postgres server that an earlier run left running')
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
 * A server in use, by whichever process, for a command beside it; if none runs, it is started for the command.
 * @throws LinchpinError LP3010 to LP3015
 */
export async function joinEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<Pick<EmbeddedPostgres, 'url' | 'stop'>> {
  const { print } = options
  const dataDir = resolve(options.dataDir)
  const account = serverAccount()
  const home = serverHome(dataDir, account, print)
  const binaries = prepareBinaries(account, home, print)
  const cluster = await openCluster(home, binaries, account, print)
  const running = await findRunning(cluster)
  if (running === null) return startEmbeddedPostgres(options)
  return { url: urlOf(cluster, running, DATABASE), stop: async () => undefined }
}

/**
 * Takes ownership of the server, and creates the database. Postgres releases the lock when the process ends, in whatever
 * way, so another run can distinguish a server in use from one left running.
 */
async function own(cluster: Cluster, port: number, dataDir: string): Promise<Client> {
  const client = new Client({ connectionString: urlOf(cluster, port, 'postgres') })
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS free', [OWNER_LOCK])
  if (!rows[0].free) {
    await client.end()
    const message = `another Linchpin process uses the embedded Postgres in ${dataDir}`
    const hint = 'stop it, or set LINCHPIN_DATA_DIR to another folder'
    throw new LinchpinError('LP3015', message, hint, EXIT.CONFIG)
  }
  const exists = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
  if (exists.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  return client
}
