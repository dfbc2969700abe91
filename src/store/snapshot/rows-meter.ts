import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'

/** Passes rows on, counts their bytes and computes their checksum. */
export class RowsMeter extends Transform {
  private readonly hash = createHash('sha256')
  bytes = 0

  /** @param maxBytes fails if there are more */
  constructor(private readonly maxBytes = Number.POSITIVE_INFINITY) {
    super()
  }

  override _transform(
    chunk: Buffer,
    _: BufferEncoding,
    done: (error: Error | null, chunk?: Buffer) => void,
  ): void {
    this.bytes += chunk.length
    if (this.bytes > this.maxBytes) {
      done(new Error(`more than ${this.maxBytes} bytes`))
      return
    }
    this.hash.update(chunk)
    done(null, chunk)
  }

  /** Of all rows, hex; called once. */
  checksum(): string {
    return this.hash.digest('hex')
  }
}
