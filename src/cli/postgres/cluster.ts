import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EXIT, LinchpinError } from '../../errors'
import type { Account } from './account'

export const SUPERUSER = 'linchpin'

/** The files of a server, and how to run it. */
export interface Cluster {
  /** PGDATA. */
  data: string
  /** Log of the last run. */
  log: string
  /** File with the port of the last run, which is kept across runs. */
  portFile: string
  password: string
  binaries: string
  account: Account | null
}

/**
 * The database cluster in `home`, created by initdb if there is none: UTF-8, locale C, password authentication. The password
 * is random, in a file that only the current user can read.
 * @throws LinchpinError LP3013 if initdb fails
 */
export async function openCluster(
  home: string,
  binaries: string,
  account: Account | null,
  print: (message: string) => void,
): Promise<Cluster> {
  const cluster = {
    data: join(home, 'data'),
    log: join(home, 'server.log'),
    portFile: join(home, 'port'),
    password: readPassword(join(home, 'password')),
    binaries,
    account,
  }
  if (!existsSync(cluster.data)) {
    print(`creating a database in ${home}`)
    await createCluster(cluster)
  }
  return cluster
}

/** Options for child_process: the user of the server, and a working directory that it can enter. */
export function asServer(account: Account | null): { uid?: number; gid?: number; cwd: string } {
  return account === null ? { cwd: process.cwd() } : { ...account, cwd: '/' }
}

/** Path of a Postgres binary. */
export function program(binaries: string, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(binaries, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

function readPassword(file: string): string {
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  }
  return readFileSync(file, 'utf8').trim()
}

/** Creates the cluster under another name first, so that a kill leaves no incomplete one under the final name. */
async function createCluster(cluster: Cluster): Promise<void> {
  const { data, password, binaries, account } = cluster
  const unfinished = `${data}.new`
  const passwordFile = `${data}.password`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished)
  chmodSync(unfinished, 0o700)
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account !== null) {
    for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid)
  }
  const options = [
    ...['-D', unfinished, '-U', SUPERUSER, `--pwfile=${passwordFile}`],
    ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions'],
  ]
  try {
    await promisify(execFile)(program(binaries, 'initdb'), options, asServer(account))
  } catch (cause) {
    const { stderr, message } = cause as { stderr?: string; message: string }
    const reason = (stderr || message).trim().split('\n').slice(-3).join('\n')
    const hint = 'set DB_URL to an existing Postgres if the embedded one cannot run here'
    throw new LinchpinError('LP3013', `initdb failed: ${reason}`, hint, EXIT.UNAVAILABLE, { cause })
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(unfinished, data)
}
