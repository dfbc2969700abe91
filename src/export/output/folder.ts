import { mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { diskFailure } from './errors'
import { lockFolder } from './folder-lock'
import { MANIFEST, type Manifest, manifestText, pathsOf, type Written } from './manifest'
import { Tally, type Target } from './target'

/** In the folder: where files are until all are written. Names with a point are read by no glob of data files. */
const STAGING = '.linchpin-export'
const LOCK = '.linchpin-export.lock'

/** A folder. Its files are those of the earlier export until all new ones are written. */
export class FolderTarget implements Target {
  private readonly staging: string
  private readonly staged: string[] = []
  private unlock: (() => Promise<void>) | null = null

  /** @param name path of the folder */
  constructor(readonly name: string) {
    this.staging = join(name, STAGING)
  }

  async open(): Promise<void> {
    await this.onDisk(async () => {
      await mkdir(this.name, { recursive: true })
      this.unlock = await lockFolder(this.name, join(this.name, LOCK))
      // Of an export that was killed.
      await rm(this.staging, { recursive: true, force: true })
      await mkdir(this.staging)
    })
  }

  async write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<Written> {
    return this.onDisk(async () => {
      const tally = new Tally()
      await writeFile(join(this.staging, path), tally.of(chunks))
      this.staged.push(path)
      return tally.written
    })
  }

  async publish(manifest: Manifest): Promise<void> {
    await this.onDisk(async () => {
      const text = Buffer.from(manifestText(manifest))
      await writeFile(join(this.staging, MANIFEST), [text])
      const file = join(this.name, MANIFEST)
      const before = pathsOf(await readFile(file, 'utf8').catch(() => ''))
      // Without a manifest, the folder has no whole export.
      await rm(file, { force: true })
      for (const path of this.staged) {
        await mkdir(dirname(join(this.name, path)), { recursive: true })
        await rename(join(this.staging, path), join(this.name, path))
      }
      for (const path of before) if (!this.staged.includes(path)) await this.remove(path)
      await rename(join(this.staging, MANIFEST), file)
    })
  }

  async close(): Promise<void> {
    if (!this.unlock) return
    await rm(this.staging, { recursive: true, force: true }).catch(() => {})
    await this.unlock().catch(() => {})
  }

  /** Removes a file of an earlier export, and folders that are empty then. */
  private async remove(path: string): Promise<void> {
    await rm(join(this.name, path), { force: true })
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      const isEmpty = await rmdir(join(this.name, folder)).then(
        () => true,
        () => false,
      )
      if (!isEmpty) return
    }
  }

  private async onDisk<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw diskFailure(this.name, error)
    }
  }
}

/** Writes a file to the disk itself. */
async function writeFile(
  file: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const handle = await open(file, 'w')
  try {
    for await (const chunk of chunks) await handle.writeFile(chunk)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
