import { stringify } from 'csv-stringify/sync'
import type { Batch, Cell, Column, Row } from '../columns'

/**
 * Text that a spreadsheet could run: it begins with a sign of a formula, maybe after what is not seen, or with a tab or line end.
 * Full-width forms of the signs are read as the signs.
 */
const FORMULA = /^(?:[\s\p{C}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/u

/** RFC 4180. Quoted is an empty text, so that it differs from null, and any line end, not only that of records. */
const OPTIONS = { record_delimiter: 'windows', quoted_match: /^$|[\r\n]/ } as const

/** The rows as CSV, with a header. */
export async function* toCsv(
  columns: readonly Column[],
  batches: AsyncIterable<Batch>,
): AsyncGenerator<Uint8Array> {
  const texts = columns.flatMap(({ type }, index) => (type === 'text' ? [index] : []))
  // With the first rows: if they cannot be read, nothing was sent.
  let header: string[][] = [columns.map(({ name }) => name)]
  for await (const { rows } of batches) {
    const records = rows.map((row) => toRecord(row, texts))
    yield Buffer.from(stringify([...header, ...records], OPTIONS))
    header = []
  }
  if (header.length > 0) yield Buffer.from(stringify(header, OPTIONS))
}

/** @param texts positions of cells that somebody else wrote: a negative number is data, and no formula */
function toRecord(row: Row, texts: readonly number[]): Cell[] {
  const record = row.map((cell) => (typeof cell === 'boolean' ? `${cell}` : cell))
  for (const index of texts) {
    const cell = record[index]
    if (typeof cell === 'string' && FORMULA.test(cell)) record[index] = `'${cell}`
  }
  return record
}
