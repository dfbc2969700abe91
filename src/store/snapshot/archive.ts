import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { appendFile, stat } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { extract, pack } from 'tar-stream'
import { damaged, type Manifest, parseManifest } from './manifest'

/*
 * A snapshot is a tar file: manifest.json, one gzip file per table, and sha256, which has the checksum of all bytes before it. So
 * every byte of the file is checked, those of the tar format included. `head -c -2048 FILE | sha256sum` computes it.
 */

const MANIFEST = 'manifest.json'
const CHECKSUM = 'sha256'
/** Entry with the checksum: header, text and its padding; then the end of a tar file. */
const TAIL_BYTES = 2_048
/** Zero bytes at the end of a tar file. */
const END_BYTES = 1_024
const MAX_MANIFEST = 1 << 20

/** Name of the entry with the rows of a table. */
const entryOf = (table: string) => `tables/${table}.copy.gz`

/**
 * Writes a snapshot.
 * @param files compressed rows by table, in the order of the manifest
 * @returns the checksum, hex
 */
export async function writeArchive(
  path: string,
  manifest: Manifest,
  files: ReadonlyMap<string, string>,
): Promise<string> {
  const tar = pack()
  const body = new Body(END_BYTES)
  const written = pipeline(tar, body, createWriteStream(path))
  const read = async () => {
    const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)
    tar.entry(headerOf(MANIFEST, text.length), text)
    for (const [table, file] of files) {
      const entry = tar.entry(headerOf(entryOf(table), (await stat(file)).size))
      await pipeline(createReadStream(file), entry)
    }
    tar.finalize()
  }
  const packed = read().catch((error) => {
    tar.destroy(error)
    throw error
  })
  await Promise.all([packed, written])
  await appendFile(path, await tailOf(body.checksum))
  return body.checksum
}

/** Checks every byte of a snapshot. @returns its manifest @throws LinchpinError LP3050, LP3051 */
export async function checkArchive(path: string): Promise<Manifest> {
  const body = new Body(TAIL_BYTES)
  await pipeline(createReadStream(path), body.resume())
  const tail = await tailOf(body.checksum)
  if (!tail.equals(body.tail)) throw damaged('its checksum does not match')
  return readManifest(path)
}

/** The manifest of a snapshot, of which the end may be missing. @throws LinchpinError LP3050, LP3051 */
export async function readManifest(path: string): Promise<Manifest> {
  for await (const { name, size, content } of entriesOf(path)) {
    if (name !== MANIFEST || size > MAX_MANIFEST) break
    const chunks: Buffer[] = []
    for await (const chunk of content) chunks.push(chunk)
    return parseManifest(Buffer.concat(chunks).toString('utf8'))
  }
  throw damaged('it does not begin with a manifest')
}

/** Compressed rows of each table of a snapshot, in the order of the file; each must be read before the next one. */
export async function* tablesOf(
  path: string,
  { tables }: Manifest,
): AsyncGenerator<{ table: Manifest['tables'][number]; content: Readable }> {
  const expected = [...tables]
  for await (const { name, content } of entriesOf(path)) {
    const table = expected[0]
    if (table && name === entryOf(table.name)) {
      yield { table, content }
      expected.shift()
    } else content.resume()
  }
  if (expected[0]) throw damaged(`it lacks the table ${expected[0].name}`)
}

interface ArchiveEntry {
  name: string
  size: number
  content: Readable
}

async function* entriesOf(path: string): AsyncGenerator<ArchiveEntry> {
  const tar = extract()
  const read = pipeline(createReadStream(path), tar)
  // The loop throws it, too.
  read.catch(() => {})
  try {
    for await (const entry of tar) {
      const { name, size = 0 } = entry.header
      yield { name, size, content: entry as unknown as Readable }
    }
  } finally {
    tar.destroy()
  }
}

function headerOf(name: string, size: number) {
  return { name, size, mode: 0o644, mtime: new Date(0) }
}

/** The last bytes of a snapshot with this checksum. */
async function tailOf(checksum: string): Promise<Buffer> {
  const tar = pack()
  const text = `${checksum}\n`
  tar.entry(headerOf(CHECKSUM, text.length), text)
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Passes on all bytes but the last ones, and computes their checksum. */
class Body extends Transform {
  private readonly hash = createHash('sha256')
  private held = Buffer.alloc(0)
  private hex: string | null = null

  /** @param kept number of last bytes */
  constructor(private readonly kept: number) {
    super()
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    const all = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk])
    const size = Math.max(0, all.length - this.kept)
    const passed = all.subarray(0, size)
    this.held = Buffer.from(all.subarray(size))
    if (size > 0) {
      this.hash.update(passed)
      this.push(passed)
    }
    done()
  }

  /** The last bytes. */
  get tail(): Buffer {
    return this.held
  }

  /** Of all bytes before, hex. */
  get checksum(): string {
    this.hex ??= this.hash.digest('hex')
    return this.hex
  }
}
