import type { Batch, Cell, Column } from '../columns'

/** The rows as lines of JSON, with values as in answers of the API. */
export async function* toNdjson(
  columns: readonly Column[],
  batches: AsyncIterable<Batch>,
): AsyncGenerator<Uint8Array> {
  const keys = columns.map(({ name }, index) => `${index > 0 ? ',' : ''}${JSON.stringify(name)}:`)
  for await (const { rows } of batches) {
    let text = ''
    for (const row of rows) {
      text += '{'
      for (const [index, { type }] of columns.entries()) {
        const cell = row[index] as Cell
        // JSON is text of JSON already.
        text += keys[index]! + (type === 'json' && cell !== null ? cell : JSON.stringify(cell))
      }
      text += '}\n'
    }
    yield Buffer.from(text)
  }
}
