import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { EXIT, LinchpinError } from '../../errors'
import { type Account, canReach } from './account'

/**
 * The folder for the server's files: `<dataDir>/postgres`, or a folder of its own for temporary files that outlive a
 * restart, where the account cannot reach `dataDir` (a checkout below /root). The same `dataDir` gives the same folder.
 * @throws LinchpinError LP3012 if that folder belongs to somebody else
 */
export function serverHome(
  dataDir: string,
  account: Account | null,
  onMessage: (message: string) => void,
): string {
  mkdirSync(dataDir, { recursive: true })
  const home = join(dataDir, 'postgres')
  if (account === null || canReach(account, dataDir)) {
    mkdirSync(home, { recursive: true })
    return home
  }
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)
  const elsewhere = join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), `linchpin-${name}`)
  onMessage(`the database is kept in ${elsewhere}: ${dataDir} is closed to the user that runs it`)
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 })
  // Everybody may create folders here, so one that we did not create could hold programs of another user.
  const stat = lstatSync(elsewhere)
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o022) !== 0) {
    throw new LinchpinError(
      'LP3012',
      `${elsewhere} is not a folder that only this user can write`,
      'remove it, or set LINCHPIN_DATA_DIR to a folder that every user can enter',
      EXIT.CONFIG,
    )
  }
  return elsewhere
}
