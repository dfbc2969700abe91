import { existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../../errors'
import { createSnapshot } from '../../store/snapshot/create'
import type { Manifest } from '../../store/snapshot/manifest'
import { knownMigrations } from '../migrations'

/** A snapshot in its place. */
export interface Written {
  path: string
  bytes: number
  /** Of the file, hex. */
  checksum: string
  manifest: Manifest
}

/**
 * Writes a snapshot to a file, which appears when it is complete.
 * @param file null: named after network and block, in the present folder
 * @param ended resolves if the process shall end: what was written is removed
 * @returns null if it ended before
 * @throws LinchpinError LP3056, LP3057 if the file exists or cannot be written
 */
export async function writeSnapshot(
  client: Client,
  file: string | null,
  version: string,
  ended: Promise<void>,
): Promise<Written | null> {
  if (file !== null) assertFree(file)
  const folder = dirname(resolve(file ?? 'snapshot.tar'))
  const workDir = makeFolder(folder)
  try {
    const partial = join(workDir, 'snapshot.tar')
    const migrations = knownMigrations().map(({ name }) => name)
    const made = createSnapshot(client, partial, { version, migrations, workDir })
    const created = await Promise.race([made, ended])
    if (!created) {
      made.catch(() => {})
      return null
    }
    const { manifest, checksum } = created
    const path = file ?? `linchpin-${manifest.network}-${manifest.block}.tar`
    assertFree(path)
    renameSync(partial, path)
    return { path, bytes: statSync(path).size, checksum, manifest }
  } catch (error) {
    throw isOfDisk(error) ? notWritable(folder, error) : error
  } finally {
    rmSync(workDir, { recursive: true, force: true })
  }
}

function makeFolder(folder: string): string {
  try {
    return mkdtempSync(join(folder, '.linchpin-snapshot-'))
  } catch (error) {
    throw notWritable(folder, error)
  }
}

function assertFree(path: string): void {
  if (!existsSync(path)) return
  const hint = 'pass another path, or remove the file'
  throw new LinchpinError('LP3057', `the file ${path} exists already`, hint, EXIT.CONFIG)
}

function isOfDisk(error: unknown): boolean {
  return /^E(NOSPC|DQUOT|FBIG|ACCES|PERM|ROFS|IO)$/.test(String(Object(error).code))
}

function notWritable(folder: string, cause: unknown): LinchpinError {
  const hint =
    'free space there, twice as much as the snapshot takes, or pass a path in another folder'
  const problem = `the snapshot cannot be written to ${folder}: ${(cause as Error).message}`
  return new LinchpinError('LP3057', problem, hint, EXIT.CONFIG, { cause })
}
