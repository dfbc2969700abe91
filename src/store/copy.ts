import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { TableName } from '../ledger/rows'
import { copyColumns, leftOut } from './encode-row'
import { TABLES } from './tables'

/** Bytes per write: one write per line would cost more than everything else. */
const CHUNK = 1 << 18

/** Rows of one table to be written by COPY. Kept as bytes, because strings would burden the garbage collector. */
export class CopyRows {
  private readonly full: Buffer[] = []
  private chunk = Buffer.allocUnsafe(0)
  private size = 0

  constructor(private readonly table: TableName) {}

  /**
   * @param line of `encodeRow`
   * @param toBlock block at which the version ended, null if it is current; undefined if the rows have no versions
   */
  add(line: string, toBlock?: number | null): void {
    const row = line.slice(this.table.length + 1)
    const nulls = leftOut(this.table, line)
    const end = toBlock === undefined ? `${nulls}\n` : `${nulls}\t${toBlock ?? '\\N'}\n`
    // A UTF-16 code unit takes at most three bytes.
    const maxSize = 3 * row.length + end.length
    if (this.size + maxSize > this.chunk.length) {
      if (this.size > 0) this.full.push(this.chunk.subarray(0, this.size))
      this.chunk = Buffer.allocUnsafe(Math.max(CHUNK, maxSize))
      this.size = 0
    }
    this.size += this.chunk.write(row, this.size)
    this.size += this.chunk.write(end, this.size)
  }

  /** Writes the rows, in the open transaction of `client`. */
  async send(client: Client): Promise<void> {
    const chunks = [...this.full, this.chunk.subarray(0, this.size)]
    const into = `"${TABLES[this.table].name}" (${copyColumns(this.table)})`
    await pipeline(Readable.from(chunks), client.query(copyFrom(`COPY ${into} FROM STDIN`)))
  }
}
