import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Client, escapeIdentifier as quoted } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { EXIT, LinchpinError } from '../../errors'
import { RULES } from '../../ledger/rules'
import { type Cursor, type Identity, NOTHING, readIndex } from '../cursor'
import { genesisDigest } from '../digest'
import { assertRules } from '../rederive/rules'
import { storedGenesis } from '../stored-changes'
import { writeArchive } from './archive'
import { FORMAT, type Manifest, type TableEntry } from './manifest'
import { RowsMeter } from './rows-meter'
import { COPIED, readColumns, TEXT_SETTINGS } from './tables'

/** A snapshot to be made. */
export interface CreateOptions {
  /** Version of Linchpin. */
  version: string
  /** Migrations of this version, in order. */
  migrations: readonly string[]
  /** Empty folder for the compressed rows: as much space as the snapshot takes. */
  workDir: string
  onTable?(table: TableEntry): void
}

/** A file that was made. */
export interface Created {
  manifest: Manifest
  /** Checksum of the file, hex. */
  checksum: string
}

/**
 * Writes the state at the last final block to a file: rows of hot blocks are left out by the rules of a rollback. All tables are
 * read in one snapshot of the database, so that an indexer can keep writing. Rows are streamed.
 *
 * @param path file in `workDir`
 * @throws LinchpinError LP3007 without an index, LP3031 while rows are of other rules, LP3056 without a final block or if
 *   the database is not migrated to this version
 */
export async function createSnapshot(
  client: Client,
  path: string,
  options: CreateOptions,
): Promise<Created> {
  const { version, migrations, workDir, onTable } = options
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${TEXT_SETTINGS}`)
  try {
    const { rows: applied } = await client.query('SELECT name FROM migrations ORDER BY id')
    const missing = migrations[applied.length]
    if (missing !== undefined) throw notReady(`the database lacks the migration ${missing}`)
    const stored = await readIndex(client)
    if (!stored) throw notReady('the database holds no index')
    await assertRules(client)
    const state = await finalState(client, stored)
    const tables: TableEntry[] = []
    const files = new Map<string, string>()
    for (const [table, columns] of await readColumns(client)) {
      const file = join(workDir, `${table}.copy.gz`)
      const entry = await copyTable(client, table, columns, state.block, file)
      files.set(table, file)
      tables.push(entry)
      onTable?.(entry)
    }
    const { chainId, network, deployment, startBlock } = stored.identity
    const manifest: Manifest = {
      format: FORMAT,
      version,
      createdAt: new Date().toISOString(),
      rules: RULES,
      chainId,
      network,
      deployment,
      startBlock,
      ...state,
      migrations: [...migrations],
      tables,
    }
    return { manifest, checksum: await writeArchive(path, manifest, files) }
  } finally {
    await client.query('ROLLBACK').catch(() => {
      // The connection is lost; the first error has the reason.
    })
  }
}

type State = Pick<Manifest, 'block' | 'hash' | 'timestamp' | 'digest'>

/** The index at its last final block, as `rollBackTo` would leave it. */
async function finalState(
  client: Client,
  { cursor, identity }: { cursor: Cursor; identity: Identity },
): Promise<State> {
  const { height: block, hash } = cursor.finalized
  if (hash === NOTHING.hash) throw notReady('no final block is indexed')
  const { rows } = await client.query<{ digest: string }>(
    `SELECT '0x' || encode(digest, 'hex') AS digest FROM block WHERE block <= $1 ORDER BY block DESC LIMIT 1`,
    [block],
  )
  const { chainId, deployment, startBlock } = identity
  const digest =
    rows[0]?.digest ?? genesisDigest(chainId, deployment, await storedGenesis(client, startBlock))
  return { block, hash, timestamp: await timeOf(client, cursor, block), digest }
}

/** Unix seconds of a final block; null: its header is not stored. */
async function timeOf(client: Client, cursor: Cursor, block: number): Promise<number | null> {
  if (block === cursor.height) return cursor.timestamp
  const { rows } = await client.query<{ timestamp: number }>(
    `SELECT extract(epoch FROM block_time)::float8 AS timestamp FROM block WHERE block = $1
     UNION ALL SELECT extract(epoch FROM block_time)::float8 FROM block_header WHERE block = $1`,
    [block],
  )
  return rows[0]?.timestamp ?? null
}

/** Writes the rows of a table that belong to the state at a block to a file. */
async function copyTable(
  client: Client,
  table: string,
  columns: string[],
  block: number,
  file: string,
): Promise<TableEntry> {
  const part = COPIED.get(table)!(block)
  const list = columns.map((name) => part.columns[name] ?? quoted(name)).join(', ')
  const rows = client.query(
    copyTo(`COPY (SELECT ${list} FROM ${quoted(table)} WHERE ${part.rows}) TO STDOUT`),
  )
  const meter = new RowsMeter()
  await pipeline(rows, meter, createGzip(), createWriteStream(file))
  return {
    name: table,
    columns,
    rows: rows.rowCount,
    bytes: meter.bytes,
    sha256: meter.checksum(),
  }
}

function notReady(problem: string): LinchpinError {
  return new LinchpinError(
    'LP3056',
    `there is no state to make a snapshot of: ${problem}`,
    'run `linchpin index` first, until final blocks are indexed',
    EXIT.FAILED,
  )
}
