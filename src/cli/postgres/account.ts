import { execFileSync } from 'node:child_process'
import { realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { EXIT, LinchpinError } from '../../errors'

/** The user that runs the server. */
export interface Account {
  uid: number
  gid: number
}

/**
 * The user to run Postgres as; null: the current one. Postgres does not run as root, so root runs it as another user.
 * @throws LinchpinError LP3010 if root has no other user
 */
export function serverAccount(): Account | null {
  if (process.getuid?.() !== 0) return null
  for (const user of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => idOf(flag, user))
    if (uid !== null && uid !== undefined && gid !== null && gid !== undefined) return { uid, gid }
  }
  const hint = 'run as an unprivileged user, or set DB_URL to an existing Postgres'
  throw new LinchpinError(
    'LP3010',
    'Postgres does not run as root, and there is no user `postgres` or `nobody` on this system',
    hint,
    EXIT.CONFIG,
  )
}

function idOf(flag: string, user: string): number | null {
  try {
    return Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    return null
  }
}

/**
 * Whether the account may traverse every folder above `path` and read `path`, by owner and mode bits. `path` must exist.
 * Always true for null, the current user.
 */
export function canReach(account: Account | null, path: string): boolean {
  if (account === null) return true
  const real = realpathSync(path)
  if (!permits(account, real, 0o4)) return false
  for (let folder = dirname(real); ; folder = dirname(folder)) {
    if (!permits(account, folder, 0o1)) return false
    if (folder === dirname(folder)) return true
  }
}

/** `bits` as in the last digit of a mode: 4 to read, 1 to traverse. */
function permits({ uid, gid }: Account, path: string, bits: number): boolean {
  const stat = statSync(path)
  const shift = stat.uid === uid ? 6 : stat.gid === gid ? 3 : 0
  return ((stat.mode >> shift) & bits) === bits
}
