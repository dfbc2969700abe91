import type { ServerResponse } from 'node:http'
import { Gone } from '../../api/http/edge/body'
import type { ApiError } from '../../reads/errors'
import { type ExportLimits, notRead, tooLarge } from '../limits'

/** Bytes that must be read in the time in which something must be: 2 kB/s are enough. */
const PART_BYTES = 64 * 1024

/** An export on its way to a client: as fast as it reads, with a bound in bytes. */
export class Delivery {
  private bytes = 0
  private readonly ended: Promise<never>
  private fail: (reason: Error) => void = () => {}

  constructor(
    private readonly response: ServerResponse,
    private readonly limits: Pick<ExportLimits, 'megabytes' | 'unreadSeconds'>,
  ) {
    this.ended = new Promise<never>((_, reject) => {
      this.fail = reject
    })
    this.ended.catch(() => {})
    const gone = () => this.fail(new Gone())
    // It may have gone while the export was opened.
    if (response.closed) gone()
    else response.once('close', gone)
  }

  /** Ends it. */
  abort(reason: ApiError): void {
    this.fail(reason)
  }

  /** Waits for a promise, or until it ends early. @throws Gone if the client has gone, or the reason */
  race<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.ended])
  }

  /** Sends bytes, and waits until the client has room for more. @throws ApiError EXPORT_LIMIT, EXPORT_NOT_READ */
  async send(chunk: Uint8Array): Promise<void> {
    this.bytes += chunk.length
    const { megabytes } = this.limits
    if (this.bytes > megabytes * 2 ** 20) throw tooLarge(megabytes)
    // In parts, so that a slow client that reads has read one in time.
    for (let from = 0; from < chunk.length; from += PART_BYTES) {
      if (this.response.write(chunk.subarray(from, from + PART_BYTES))) continue
      await this.inTime((done) => this.response.once('drain', done))
    }
  }

  /** Sends the end, and waits until all was read. @throws ApiError EXPORT_NOT_READ */
  async end(): Promise<void> {
    await this.inTime((done) => this.response.end(done))
  }

  private async inTime(wait: (done: () => void) => void): Promise<void> {
    const { unreadSeconds: seconds } = this.limits
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(notRead(seconds)), seconds * 1000)
    })
    try {
      await this.race(Promise.race([new Promise<void>(wait), late]))
    } finally {
      clearTimeout(timer)
    }
  }
}
