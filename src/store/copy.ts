import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { TableName } from '../ledger/rows'
import { copyColumns } from './encode-row'
import { TABLES } from './tables'

/** Bytes sent at once; a write per line would cost more than all else. */
const CHUNK = 1 << 18

/**
 * Writes rows into a table by COPY, in the transaction that `client` has open.
 * @param lines of `encodeRow`
 * @param ends block at which each version ended, for a table whose rows have versions; null: it holds
 */
export async function copyLines(
  client: Client,
  table: TableName,
  lines: readonly string[],
  ends: readonly (number | null)[] | null = null,
): Promise<void> {
  if (lines.length === 0) return
  const into = `"${TABLES[table].name}" (${copyColumns(table)})`
  const target = client.query(copyFrom(`COPY ${into} FROM STDIN`))
  await pipeline(Readable.from(chunks(lines, table.length + 1, ends)), target)
}

/** Lines from character `start` on, each with its end and a line feed, put together as bytes without another text between. */
function* chunks(
  lines: readonly string[],
  start: number,
  ends: readonly (number | null)[] | null,
): Generator<Buffer> {
  let chunk = Buffer.allocUnsafe(CHUNK)
  let size = 0
  for (let at = 0; at < lines.length; at++) {
    const row = lines[at]!.slice(start)
    const end = ends ? `\t${ends[at] ?? '\\N'}\n` : '\n'
    // A character takes three bytes at most.
    const most = 3 * row.length + end.length
    if (size + most > chunk.length) {
      yield chunk.subarray(0, size)
      chunk = Buffer.allocUnsafe(Math.max(CHUNK, most))
      size = 0
    }
    size += chunk.write(row, size)
    size += chunk.write(end, size)
  }
  yield chunk.subarray(0, size)
}
