import { createWriteStream } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { splitCredentials } from '../../chain/provider/transport'
import { EXIT, LinchpinError } from '../../errors'

/** How long a server may send nothing. */
const SILENCE_MS = 30_000
/** Attempts in a row that bring nothing. */
const ATTEMPTS = 5
const PAUSE_MS = 1_000
/** Bytes after which the beginning is looked at. */
const BEGINNING = 1 << 18

/** Bounds of a download, and what looks at its beginning. */
export interface DownloadOptions {
  silenceMs?: number
  pauseMs?: number
  /** Called when enough of the file has arrived to see what it is; a LinchpinError that it throws ends the download. */
  onBeginning?(): Promise<void>
}

/** A failure that no repetition mends. */
class Refused extends Error {}

/** What has arrived of a file. */
interface Progress {
  bytes: number
  /** Bytes of the whole file; null: the server did not say. */
  total: number | null
  /** ETag or time by which a server recognizes the file; null: it gave none. */
  validator: string | null
  /** By `onBeginning`. */
  isLookedAt: boolean
}

/**
 * Gets a file by HTTP. A transfer that breaks, or brings nothing for 30 s, is resumed where it broke; a server that cannot
 * resume sends the file from its beginning.
 *
 * @throws LinchpinError LP3055 if the server refuses, or if five attempts in a row bring nothing
 */
export async function download(
  url: URL,
  file: string,
  options: DownloadOptions = {},
): Promise<void> {
  const progress: Progress = { bytes: 0, total: null, validator: null, isLookedAt: false }
  for (let failures = 0; ; ) {
    const before = progress.bytes
    try {
      await transfer(url, file, progress, options)
      return
    } catch (error) {
      if (error instanceof LinchpinError) throw error
      failures = progress.bytes > before ? 1 : failures + 1
      if (error instanceof Refused || failures >= ATTEMPTS) throw failed(url, progress, error)
      await sleep(options.pauseMs ?? PAUSE_MS)
    }
  }
}

/** Gets what is missing of a file. */
async function transfer(
  url: URL,
  file: string,
  progress: Progress,
  { silenceMs = SILENCE_MS, onBeginning = async () => {} }: DownloadOptions,
): Promise<void> {
  const silence = new AbortController()
  const abort = () => silence.abort(new Error(`nothing was sent for ${silenceMs / 1000} s`))
  let timer = setTimeout(abort, silenceMs)
  try {
    const { target, authorization } = splitCredentials(url.href)
    const headers = { ...rangeOf(progress), ...authorization }
    const response = await fetch(target, { headers, signal: silence.signal })
    begin(response, progress)
    const output = createWriteStream(file, { flags: progress.bytes > 0 ? 'a' : 'w' })
    // The write that follows has it, too.
    output.on('error', () => {})
    try {
      for await (const chunk of response.body ?? []) {
        clearTimeout(timer)
        timer = setTimeout(abort, silenceMs)
        await write(output, chunk)
        progress.bytes += chunk.length
        if (progress.isLookedAt || progress.bytes < BEGINNING) continue
        progress.isLookedAt = true
        await onBeginning()
      }
    } finally {
      await new Promise<void>((resolve) => output.close(() => resolve()))
    }
  } finally {
    clearTimeout(timer)
  }
  const { bytes, total } = progress
  if (total !== null && bytes < total) throw new Error(`it ended after ${bytes} of ${total} bytes`)
}

function rangeOf({ bytes, validator }: Progress): Record<string, string> {
  const identity = { 'accept-encoding': 'identity' }
  if (bytes === 0 || validator === null) return identity
  return { ...identity, range: `bytes=${bytes}-`, 'if-range': validator }
}

/** Notes what is sent: the rest of the file, or all of it. */
function begin({ status, headers }: Response, progress: Progress): void {
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get('content-range') ?? '')
  if (status === 206 && range?.[1] === String(progress.bytes)) {
    progress.total = Number(range[2])
    return
  }
  if (status !== 200) {
    const isTransient = status >= 500 || status === 408 || status === 429
    throw new (isTransient ? Error : Refused)(`the server answers ${status}`)
  }
  const length = headers.get('content-length')
  progress.bytes = 0
  progress.isLookedAt = false
  progress.total = length === null ? null : Number(length)
  // A weak ETag does not promise equal bytes.
  const tag = headers.get('etag')
  progress.validator = tag?.startsWith('"') ? tag : headers.get('last-modified')
}

function write(output: NodeJS.WritableStream, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    output.once('error', reject)
    output.write(chunk, (error) => {
      output.off('error', reject)
      if (error) reject(new Refused(error.message))
      else resolve()
    })
  })
}

/** Of the URL only scheme and host: the rest may be secret. */
function failed({ origin }: URL, { bytes, total }: Progress, cause: unknown): LinchpinError {
  // fetch has a general message, and the reason as its cause.
  const reason = Object(cause).cause ?? cause
  const why = Object(reason).code ?? (reason as Error).message
  const hint = 'check the URL; or get the file by other means and pass its path'
  return new LinchpinError(
    'LP3055',
    `the snapshot at ${origin} cannot be fetched, after ${bytes} of ${total ?? 'unknown'} bytes: ${why}`,
    hint,
    EXIT.UNAVAILABLE,
    { cause },
  )
}
