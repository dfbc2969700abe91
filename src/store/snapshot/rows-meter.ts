import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import { damaged } from './manifest'

/** Passes rows on, counts their bytes and computes their checksum. */
export class RowsMeter extends Transform {
  private readonly hash = createHash('sha256')
  bytes = 0

  /** @param maxBytes fails with LP3050 if there are more */
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
      done(damaged(`a table has more than ${this.maxBytes} bytes of rows`))
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
