import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { copyColumns } from './encode-row'
import type { Table } from './tables'

/** Lines sent at once; a write per line would cost more than all else. */
const CHUNK = 1_000

/** Writes lines of `encodeRow`, each with its end, into a table by COPY, in the transaction that `client` has open. */
export async function copyLines(
  client: Client,
  table: Table,
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return
  const target = client.query(copyFrom(`COPY "${table.name}" (${copyColumns(table)}) FROM STDIN`))
  await pipeline(Readable.from(chunks(lines)), target)
}

function* chunks(lines: readonly string[]): Generator<Buffer> {
  for (let start = 0; start < lines.length; start += CHUNK) {
    yield Buffer.from(`${lines.slice(start, start + CHUNK).join('\n')}\n`)
  }
}
