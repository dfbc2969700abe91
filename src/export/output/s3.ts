import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { S3Client } from '@aws-sdk/client-s3'
import { LinchpinError } from '../../errors'
import { cannotWrite, targetInUse, wrongOptions } from './errors'
import { MANIFEST, type Manifest, manifestText, pathsOf, type Written } from './manifest'
import { Tally, type Target } from './target'

const LOCK = '.linchpin-export.lock'
/** Milliseconds after which of two that take the lock of a store without conditional writes one sees the other. */
const SETTLE_MS = 500
/** Parts of a file that are sent at the same time, each of 5 MB. */
const PARTS = 2

/** A bucket and prefix. @throws LinchpinError LP5004 */
function parseS3Url(url: string): { bucket: string; prefix: string } {
  const [, bucket, prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(url) ?? []
  if (bucket === undefined) {
    throw wrongOptions(`--out is ${url.slice(0, 200)}`, 'give a folder, or s3://BUCKET/PREFIX')
  }
  const folder = prefix.replace(/^\/+|\/+$/g, '')
  return { bucket, prefix: folder === '' ? '' : `${folder}/` }
}

/**
 * A prefix in a bucket of an S3-compatible store. Credentials, region and endpoint are those of the AWS_ variables. While files are
 * written, there is no manifest.
 */
export class S3Target implements Target {
  readonly name: string
  private readonly bucket: string
  private readonly prefix: string
  private readonly token = randomUUID()
  private readonly written: string[] = []
  private before: readonly string[] = []
  private isLocked = false
  private isPublished = false
  private client: S3Client | null = null

  /** @param endpoint URL of a store that is not that of AWS; then buckets are part of the path */
  constructor(
    url: string,
    private readonly endpoint: string | null,
  ) {
    const { bucket, prefix } = parseS3Url(url)
    this.bucket = bucket
    this.prefix = prefix
    this.name = `s3://${bucket}/${prefix}`
    if (endpoint === null || (/^https?:\/\//i.test(endpoint) && URL.canParse(endpoint))) return
    throw wrongOptions('the endpoint is no URL', 'give one that starts with https:// or http://')
  }

  async open(): Promise<void> {
    await this.atStore(async () => {
      await this.lock()
      this.before = pathsOf((await this.read(MANIFEST)) ?? '')
      await this.remove(MANIFEST)
    })
  }

  async write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<Written> {
    const tally = new Tally()
    const { Upload } = await import('@aws-sdk/lib-storage')
    await this.atStore(async () => {
      this.written.push(path)
      const upload = new Upload({
        client: await this.store(),
        params: {
          ...this.object(path),
          Body: Readable.from(tally.of(chunks), { objectMode: false }),
        },
        queueSize: PARTS,
      })
      await upload.done()
    })
    return tally.written
  }

  async publish(manifest: Manifest): Promise<void> {
    await this.atStore(async () => {
      for (const path of this.before) if (!this.written.includes(path)) await this.remove(path)
      await this.put(MANIFEST, manifestText(manifest))
      this.isPublished = true
    })
  }

  async close(): Promise<void> {
    if (this.isLocked) {
      const own = this.isPublished ? [LOCK] : [...this.written, LOCK]
      for (const path of own) await this.remove(path).catch(() => {})
    }
    this.client?.destroy()
  }

  private async lock(): Promise<void> {
    const other = await this.read(LOCK)
    if (other !== null) throw this.inUse(other)
    const own = JSON.stringify({ token: this.token, pid: process.pid, since: new Date() })
    try {
      await this.put(LOCK, own, { IfNoneMatch: '*' })
    } catch (error) {
      if (statusOf(error) !== 412) throw error
      throw this.inUse((await this.read(LOCK)) ?? '')
    }
    // A store that does not know the condition has let both write it.
    await sleep(SETTLE_MS)
    const now = (await this.read(LOCK)) ?? ''
    if (now !== own) throw this.inUse(now)
    this.isLocked = true
  }

  private inUse(owner: string): LinchpinError {
    return targetInUse(this.name, owner.slice(0, 200), `remove ${this.name}${LOCK}`)
  }

  private async store(): Promise<S3Client> {
    if (this.client) return this.client
    const { S3Client: Client } = await import('@aws-sdk/client-s3')
    const { endpoint } = this
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env
    this.client = new Client({
      // Stores other than that of AWS have none, but its name is part of signatures.
      ...(endpoint !== null && { endpoint, forcePathStyle: true }),
      ...(endpoint !== null && { region: AWS_REGION ?? AWS_DEFAULT_REGION ?? 'us-east-1' }),
      // Many stores do not know the checksums that AWS added in 2025; files have a SHA-256 in the manifest.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    })
    return this.client
  }

  private object(path: string) {
    return { Bucket: this.bucket, Key: `${this.prefix}${path}` }
  }

  private async put(
    path: string,
    text: string,
    more: { IfNoneMatch?: string } = {},
  ): Promise<void> {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3')
    const store = await this.store()
    await store.send(new PutObjectCommand({ ...this.object(path), Body: text, ...more }))
  }

  /** Text of an object; null: there is none. */
  private async read(path: string): Promise<string | null> {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3')
    const store = await this.store()
    try {
      const { Body } = await store.send(new GetObjectCommand(this.object(path)))
      return (await Body?.transformToString()) ?? ''
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return null
      throw error
    }
  }

  private async remove(path: string): Promise<void> {
    const { DeleteObjectCommand } = await import('@aws-sdk/client-s3')
    const store = await this.store()
    await store.send(new DeleteObjectCommand(this.object(path)))
  }

  /** Errors of the store as those for the person who must act; those of the rows stay what they are. */
  private async atStore<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof LinchpinError || !isOfStore(error)) throw error
      const { name, message, code } = error as Error & { code?: string }
      const reason = message.trim() === '' ? (code ?? name) : `${name}: ${message}`
      throw cannotWrite(this.name, reason, error)
    }
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
}

/** Whether an error is of the store: the client puts `$metadata` on what it sends, and names errors of credentials and the network. */
function isOfStore(error: unknown): boolean {
  const { name, code } = Object(error) as { name?: string; code?: string }
  if (Object(error).$metadata !== undefined) return true
  return (
    /^(Credentials|Timeout|Network|TokenProvider)/.test(`${name}`) || /^E[A-Z]+$/.test(`${code}`)
  )
}
