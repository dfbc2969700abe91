import { createHash } from 'node:crypto'
import { accessSync, constants, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config/env'
import { fingerprint } from '../../config/fingerprint'
import { networkOf, networkOfIndex } from '../../config/network-of'
import { EXIT, LinchpinError } from '../../errors'
import { checkArchive, readManifest } from '../../store/snapshot/archive'
import { assertIdentity, assertVersion, type Manifest } from '../../store/snapshot/manifest'
import { restoreSnapshot, type Step } from '../../store/snapshot/restore'
import { connectWhenReady } from '../database'
import { describeWaiting, knownMigrations, migrate } from '../migrations'
import { DEMO_RECORDING } from '../package-root'
import { appliedMigrations } from '../preflight'
import { makeViews } from '../views'
import { download } from './download'

/** What `snapshot restore` needs to know. */
export interface RestoreRequest {
  config: Config
  /** Path or http(s) URL. */
  source: string
  /** Folder of the recording whose chain is meant; null: the configured chain. */
  recordingDir: string | null
  keepVerified: boolean
  print(message: string): void
}

const STEPS: Record<Step, string> = {
  rows: 'writing rows',
  indexes: 'creating the indexes of the database',
  digests: 'computing all digests from the stored rows',
}

/** Folder of the recording whose chain the database is for, as `linchpin up` chooses it. */
export function recordingOf({ dbUrl, recording, rpcEndpoints }: Config): string | null {
  const isDemo = dbUrl === null && recording === null && rpcEndpoints.length === 0
  return isDemo ? DEMO_RECORDING : recording
}

/** Runs `use` with the path of a snapshot; one that is at a URL is downloaded first, and removed afterwards. */
export async function withSnapshotFile<T>(
  request: RestoreRequest,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const { config, source, print } = request
  if (!/^https?:/i.test(source)) {
    assertReadable(source)
    return use(source)
  }
  const url = urlOf(source)
  mkdirSync(config.dataDir, { recursive: true })
  const name = createHash('sha256').update(source).digest('hex').slice(0, 16)
  const path = join(config.dataDir, `snapshot-${name}-${process.pid}.tar`)
  const remove = () => rmSync(path, { force: true })
  process.once('exit', remove)
  try {
    print('downloading the snapshot')
    // Of a wrong network not all of it is downloaded.
    const onBeginning = async () => assertMeant(request, await readManifest(path))
    await download(url, path, { onBeginning })
    return await use(path)
  } finally {
    remove()
  }
}

/** Checks a snapshot before a database is touched. @throws LinchpinError LP3050 to LP3052 */
export async function checkSnapshot(request: RestoreRequest, path: string): Promise<Manifest> {
  request.print('checking the file')
  const manifest = await checkArchive(path)
  assertMeant(request, manifest)
  return manifest
}

/** Checks that a snapshot is of a version and a network that can be restored here. */
function assertMeant({ config, recordingDir }: RestoreRequest, manifest: Manifest): void {
  const names = knownMigrations().map(({ name }) => name)
  assertVersion(manifest, names)
  const network = networkOfIndex(networkOf(config, recordingDir), manifest.deployment)
  const { chainId, name, startBlock } = network
  assertIdentity(manifest, { chainId, network: name, deployment: fingerprint(network), startBlock })
}

/** Restores a checked snapshot into a database, then migrates it to this version. */
export async function restoreInto(
  url: string,
  { keepVerified, print }: RestoreRequest,
  path: string,
  manifest: Manifest,
): Promise<void> {
  const { length } = manifest.migrations
  await assertNotLater(url, manifest)
  const onWait = (waiting: Parameters<typeof describeWaiting>[0]) => print(describeWaiting(waiting))
  await migrate(url, undefined, onWait, length)
  await restoreSnapshot({ url, path, manifest, keepVerified, onStep: (step) => print(STEPS[step]) })
  await migrate(url, undefined, onWait)
  await makeViews(url)
}

/** A database of a later schema has no place for the tables of an earlier one. @throws LinchpinError LP3053 */
async function assertNotLater(url: string, { migrations, version }: Manifest): Promise<void> {
  const client = await connectWhenReady(url, 60_000)
  try {
    const { rows } = await client.query('SELECT current_schema() AS schema')
    const applied = (await appliedMigrations(client, rows[0].schema ?? 'public')) ?? []
    const later = knownMigrations().find(
      ({ name }) => applied.includes(name) && !migrations.includes(name),
    )
    if (!later) return
    throw new LinchpinError(
      'LP3053',
      `the snapshot is of version ${version}, and the database has the later migration ${later.name}`,
      'restore into a database without tables: CREATE DATABASE, and name it in DB_URL; it is migrated to this version after the rows are restored',
      EXIT.DATA,
    )
  } finally {
    await client.end()
  }
}

function urlOf(source: string): URL {
  // The message of the error would repeat it, with what is secret in it.
  if (URL.canParse(source)) return new URL(source)
  const hint = 'pass the path of a file, or a URL such as https://example.org/snapshot.tar'
  throw new LinchpinError('LP3057', 'the URL of the snapshot is malformed', hint, EXIT.CONFIG)
}

function assertReadable(path: string): void {
  try {
    accessSync(path, constants.R_OK)
  } catch (cause) {
    const problem = `the snapshot ${path} cannot be read: ${(cause as Error).message}`
    const hint = 'pass the path of a file, or a http:// or https:// URL'
    throw new LinchpinError('LP3057', problem, hint, EXIT.CONFIG, { cause })
  }
}
