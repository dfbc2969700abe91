import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { EXIT, LinchpinError } from '../../errors'
import { type Account, canReach } from './account'

/**
 * The folder for the files of the server: `<dataDir>/postgres`, or a folder in /var/tmp if the account cannot reach `dataDir`
 * (a checkout below /root). The same `dataDir` gives the same folder.
 * @throws LinchpinError LP3012 if that folder belongs to another user
 */
export function serverHome(
  dataDir: string,
  account: Account | null,
  print: (message: string) => void,
): string {
  mkdirSync(dataDir, { recursive: true })
  const home = join(dataDir, 'postgres')
  if (account === null || canReach(account, dataDir)) {
    mkdirSync(home, { recursive: true })
    return home
  }
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)
  const elsewhere = join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), `linchpin-${name}`)
  print(
    `the database is stored in ${elsewhere}: the user that runs Postgres cannot access ${dataDir}`,
  )
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 })
  // Every user may create folders there, so a folder that exists could hold binaries of another user.
  const stat = lstatSync(elsewhere)
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o022) !== 0) {
    throw new LinchpinError(
      'LP3012',
      `${elsewhere} is writable by other users`,
      'remove it, or set LINCHPIN_DATA_DIR to a folder that all users can enter',
      EXIT.CONFIG,
    )
  }
  return elsewhere
}
