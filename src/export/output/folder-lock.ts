import { randomUUID } from 'node:crypto'
import { open, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { targetInUse } from './errors'

/** Who has a folder. */
interface Owner {
  readonly host: string
  readonly pid: number
  readonly since: string
  readonly token: string
}

/** Milliseconds after which of two that replace the lock of a process that has died one sees the other. */
const SETTLE_MS = 200

/**
 * Takes a folder for this process. A lock whose process has died is replaced.
 *
 * @returns gives it back
 * @throws LinchpinError LP5001 if another process has it
 */
export async function lockFolder(folder: string, file: string): Promise<() => Promise<void>> {
  const own: Owner = {
    host: hostname(),
    pid: process.pid,
    since: new Date().toISOString(),
    token: randomUUID(),
  }
  if (!(await create(file, own))) {
    const other = await ownerOf(file)
    if (other && isAlive(other)) throw inUse(folder, file, other)
    await rm(file, { force: true })
    const isCreated = await create(file, own)
    await sleep(SETTLE_MS)
    const now = await ownerOf(file)
    if (!isCreated || now?.token !== own.token) throw inUse(folder, file, now)
  }
  return () => rm(file, { force: true })
}

async function create(file: string, owner: Owner): Promise<boolean> {
  try {
    const handle = await open(file, 'wx')
    await handle.writeFile(`${JSON.stringify(owner)}\n`).finally(() => handle.close())
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Null: it cannot be read, as it is being written. */
async function ownerOf(file: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Owner
  } catch {
    return null
  }
}

/** Of another host it is not known, so it counts as alive. */
function isAlive({ host, pid }: Owner): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function inUse(folder: string, file: string, owner: Owner | null): Error {
  const by = owner ? `process ${owner.pid} of ${owner.host}, since ${owner.since}` : 'just begun'
  return targetInUse(folder, by, `remove ${file}`)
}
