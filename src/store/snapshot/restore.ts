import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Client, escapeIdentifier as quoted } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { EXIT, LinchpinError } from '../../errors'
import { verifyStored } from '../checks/verify-digests'
import { closeConnection, openConnection } from '../connection'
import { writeCursor } from '../cursor'
import { createIndexes, deferIndexes } from '../deferred-indexes'
import { inWriterTransaction } from '../writer/fenced'
import { Heartbeat } from '../writer/heartbeat'
import { claimWriter, releaseClaim, writerName } from '../writer/lock'
import { tablesOf } from './archive'
import { damaged, type Manifest, type TableEntry } from './manifest'
import { RowsMeter } from './rows-meter'
import { readColumns, TEXT_SETTINGS, VERIFICATION } from './tables'

/** What a restore is doing. */
export type Step = 'rows' | 'indexes' | 'digests'

/** A snapshot to be restored. */
export interface RestoreOptions {
  url: string
  /** File that `checkArchive` has checked, and its manifest. */
  path: string
  manifest: Manifest
  /** Whether to believe the snapshot how far history is verified; otherwise it is verified anew. */
  keepVerified: boolean
  onStep?(step: Step): void
}

/**
 * Writes the rows of a snapshot into an empty database with the migrations of its manifest, in one transaction, under the claim
 * of the writer. It is committed only if the rows that are stored then give the digest of the snapshot.
 *
 * @throws LinchpinError LP3002 if an indexer is writing, LP3050 for a damaged snapshot, LP3053 if the database is not
 *   empty, LP3054 if the rows do not give the digest
 */
export async function restoreSnapshot(options: RestoreOptions): Promise<void> {
  const { url } = options
  let lost: Error | null = null
  const lose = (error: Error) => {
    lost ??= error
  }
  const client = await openConnection(url, writerName(), lose)
  try {
    const claim = await claimWriter(client)
    const heartbeat = new Heartbeat(url, writerName(), claim, client, null, lose)
    try {
      await inWriterTransaction(client, claim, () => restore(client, options))
    } catch (error) {
      throw lost ?? error
    } finally {
      await heartbeat.stop()
      // Fails if the connection is lost.
      await releaseClaim(client, claim).catch(() => {})
    }
  } finally {
    await closeConnection(client)
  }
}

async function restore(client: Client, options: RestoreOptions): Promise<void> {
  const { path, manifest, keepVerified, onStep = () => {} } = options
  await client.query(TEXT_SETTINGS)
  await assertEmpty(client)
  await assertColumns(client, manifest)
  await deferIndexes(client)
  onStep('rows')
  for await (const { table, content } of tablesOf(path, manifest)) {
    if (table.name === VERIFICATION && !keepVerified) content.resume()
    else await copyRows(client, table, content)
  }
  onStep('indexes')
  await createIndexes(client)
  await writeRestoredCursor(client, manifest)
  onStep('digests')
  const { mismatch } = await verifyStored(client)
  if (mismatch !== null) throw otherRows(manifest, mismatch)
}

/** @throws LinchpinError LP3053 */
async function assertEmpty(client: Client): Promise<void> {
  const tables = ['cursor', ...(await readColumns(client)).keys()]
  const filled = tables.map(
    (table) => `SELECT '${table}' AS name WHERE EXISTS (SELECT FROM ${quoted(table)})`,
  )
  const { rows } = await client.query(filled.join(' UNION ALL '))
  if (rows.length === 0) return
  throw new LinchpinError(
    'LP3053',
    `the database is not empty: there are rows in ${rows.length} tables, such as ${rows[0].name}`,
    'restore into an empty database: CREATE DATABASE, and name it in DB_URL; nothing was changed',
    EXIT.DATA,
  )
}

/** The names of columns become SQL, so none is taken from the file that the database does not have. */
async function assertColumns(client: Client, { tables }: Manifest): Promise<void> {
  const present = await readColumns(client)
  for (const { name, columns } of tables) {
    const known = present.get(name) ?? []
    if (columns.join() === known.join()) continue
    throw damaged(`the columns of ${name} are ${columns.join(', ')}, not ${known.join(', ')}`)
  }
}

async function copyRows(
  client: Client,
  { name, columns, rows, bytes, sha256 }: TableEntry,
  content: NodeJS.ReadableStream,
): Promise<void> {
  const into = `${quoted(name)} (${columns.map(quoted).join(', ')})`
  const meter = new RowsMeter(bytes)
  const copy = copyFrom(`COPY ${into} FROM STDIN`)
  try {
    await pipeline(content, createGunzip(), meter, client.query(copy))
  } catch (cause) {
    throw isOfData(cause) ? damaged(`the rows of ${name}: ${Object(cause).message}`, cause) : cause
  }
  if (meter.bytes !== bytes || meter.checksum() !== sha256 || copy.rowCount !== rows) {
    throw damaged(`the rows of ${name} do not match their checksum`)
  }
}

/** Whether the rows are to blame: errors of zlib, and SQLSTATE classes 22 (data) and 23 (constraints). */
function isOfData(error: unknown): boolean {
  return /^(22|23)...$|^Z_/.test(String(Object(error).code))
}

/** The cursor at the last block of the snapshot, which is final. */
async function writeRestoredCursor(client: Client, manifest: Manifest): Promise<void> {
  const { chainId, network, deployment, startBlock, block, hash, timestamp, digest } = manifest
  const head = { height: block, hash }
  const cursor = { ...head, timestamp, finalized: head, hot: [], digest }
  await writeCursor(client, { chainId, network, deployment, startBlock }, cursor, null)
}

function otherRows({ block, digest }: Manifest, mismatch: number): LinchpinError {
  return new LinchpinError(
    'LP3054',
    `the rows of block ${mismatch} do not give the digest ${digest} of the snapshot at block ${block}`,
    'rows were altered before the snapshot was made; get one of another index. Nothing was restored',
    EXIT.DATA,
  )
}
