import { createHash } from 'node:crypto'
import type { Manifest, Written } from './manifest'

/** Where files of one export go. */
export interface Target {
  /** As it is printed. */
  readonly name: string
  /** Takes it for this export alone. @throws LinchpinError LP5001 if another one has it, LP5003 if it cannot be written */
  open(): Promise<void>
  /** Writes a file. @param path with slashes @throws LinchpinError LP5002, LP5003 */
  write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<Written>
  /** Replaces what an earlier export left by the written files; its manifest comes last. */
  publish(manifest: Manifest): Promise<void>
  /** Removes what was written and not published, and lets others have it. Never throws. */
  close(): Promise<void>
}

/** Counts and hashes the bytes that pass. */
export class Tally {
  private readonly hash = createHash('sha256')
  private bytes = 0

  async *of(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.hash.update(chunk)
      this.bytes += chunk.length
      yield chunk
    }
  }

  /** Once all have passed. */
  get written(): Written {
    return { bytes: this.bytes, sha256: this.hash.digest('hex') }
  }
}
