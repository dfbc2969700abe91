import type { SchemaElement } from 'hyparquet-writer'
import type { Batch, Cell, Column } from '../columns'
import { MAX_DECIMAL_DIGITS, requireDecimal } from '../decimals'
import type { IntegerStyle } from '../request'

/** Rows of a row group: they are in memory together. */
const GROUP_ROWS = 10_000
/** Characters of texts after which a row group ends earlier. */
const GROUP_CHARACTERS = 4 * 2 ** 20

/** What a Parquet file says beside its rows. */
export interface ParquetOptions {
  readonly integers: IntegerStyle
  /** Key-value metadata of the file. */
  readonly metadata: Readonly<Record<string, string>>
}

/** The rows as Parquet, row group by row group. */
export async function* toParquet(
  columns: readonly Column[],
  batches: AsyncIterable<Batch>,
  { integers, metadata }: ParquetOptions,
): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer')
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaOf(columns, integers),
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    createdBy: 'linchpin',
  })
  const written = () => {
    const chunk = bytes.getBytes().slice()
    // The place in the file goes on; what was taken leaves the buffer.
    ;(bytes as { index: number }).index = 0
    return chunk
  }
  let group = emptyGroup(columns)
  const endGroup = () => {
    const columnData = columns.map(({ name }, index) => ({ name, data: group.data[index]! }))
    writer.write({ columnData, rowGroupSize: group.rows })
    group = emptyGroup(columns)
    return written()
  }
  for await (const { rows } of batches) {
    for (const row of rows) addRow(group, columns, row, integers)
    if (group.rows >= GROUP_ROWS || group.characters >= GROUP_CHARACTERS) yield endGroup()
  }
  if (group.rows > 0) yield endGroup()
  writer.finish()
  yield written()
}

interface Group {
  rows: number
  characters: number
  readonly data: unknown[][]
}

function emptyGroup(columns: readonly Column[]): Group {
  return { rows: 0, characters: 0, data: columns.map(() => []) }
}

function addRow(
  group: Group,
  columns: readonly Column[],
  row: readonly Cell[],
  integers: IntegerStyle,
): void {
  group.rows++
  for (const [index, column] of columns.entries()) {
    const cell = row[index]!
    if (typeof cell === 'string') group.characters += cell.length
    group.data[index]!.push(cell === null ? null : physical(column, cell, integers))
  }
}

/** The value as the library takes it. */
function physical(column: Column, cell: NonNullable<Cell>, integers: IntegerStyle): unknown {
  switch (column.type) {
    case 'uint32':
      return BigInt(cell)
    case 'bigint':
      if (integers === 'text') return cell
      requireDecimal(column.name, cell as string)
      return BigInt(cell as string)
    case 'time':
      return microseconds(cell as string)
    default:
      return cell
  }
}

/** Microseconds since 1970 of an ISO time in UTC, which may have fractions of a millisecond. */
function microseconds(time: string): bigint {
  const [whole, fraction = ''] = time.replace('Z', '').split('.') as [string, string?]
  const micros = BigInt(fraction.padEnd(6, '0').slice(0, 6) || '0')
  return BigInt(Date.parse(`${whole}Z`)) * 1000n + micros
}

function schemaOf(columns: readonly Column[], integers: IntegerStyle): SchemaElement[] {
  return [
    { name: 'linchpin', num_children: columns.length },
    ...columns.map(
      ({ name, type, nullable }): SchemaElement => ({
        name,
        repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED',
        ...elementOf(type, integers),
      }),
    ),
  ]
}

const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const

function elementOf(type: Column['type'], integers: IntegerStyle): Omit<SchemaElement, 'name'> {
  switch (type) {
    case 'int32':
      return { type: 'INT32' }
    case 'uint32':
      return { type: 'INT64' }
    case 'boolean':
      return { type: 'BOOLEAN' }
    case 'time':
      return {
        type: 'INT64',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      }
    case 'bigint':
      if (integers === 'text') return TEXT
      return {
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: 16,
        converted_type: 'DECIMAL',
        precision: MAX_DECIMAL_DIGITS,
        scale: 0,
      }
    default:
      return TEXT
  }
}
