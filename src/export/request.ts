import { closest } from '../config/closest'
import type { BlockInput } from '../reads/context'
import { apiError } from '../reads/errors'

/** Formats of files. */
export const FORMATS = ['csv', 'ndjson', 'parquet'] as const
export type Format = (typeof FORMATS)[number]

/** How integers of any size are written: as text, or as a number of up to 38 digits. */
export type IntegerStyle = 'text' | 'decimal'

/** Null: the last indexed block; FINAL: the last one of those that are final. */
export type BlockChoice = BlockInput | 'FINAL' | null

/** What is asked for. */
export interface ExportRequest {
  /** Name of the root field whose rows it has. */
  readonly entity: string
  readonly format: Format
  readonly block: BlockChoice
  /** Only what changed since this block; null: all rows. */
  readonly since: BlockChoice
  /** Filter of the root field, or arguments of the metric; not checked yet. */
  readonly where: unknown
  readonly args: unknown
  /** Null: all. */
  readonly fields: readonly string[] | null
  readonly integers: IntegerStyle
}

/** Longest name that is looked for among others: the distance of names takes the product of their lengths. */
const MAX_NAME = 64

/** The name that was probably meant. */
export function suggestion(name: string, names: readonly string[]): string {
  return closest(name.slice(0, MAX_NAME), names)
}

/** A format. @throws ApiError BAD_USER_INPUT */
export function readFormat(text: string): Format {
  const found = FORMATS.find((format) => format === text)
  if (found) return found
  throw apiError('BAD_USER_INPUT', `There is no format "${text.slice(0, MAX_NAME)}".`, {
    hint: `Use ${FORMATS.join(', ')}.`,
  })
}

/** A block by number or hash, or `final`. @throws ApiError BAD_USER_INPUT */
export function readBlock(text: string): BlockInput | 'FINAL' {
  if (text === 'final') return 'FINAL'
  if (/^\d{1,9}$/.test(text)) return { number: Number(text) }
  if (/^0x[0-9a-f]{64}$/i.test(text)) return { hash: text }
  throw apiError('BAD_USER_INPUT', `block cannot be "${text.slice(0, 100)}".`, {
    hint: 'Give the number of a block, its hash (0x and 64 hexadecimal digits), or final: the last final block.',
  })
}

/** Names of fields, comma-separated. @throws ApiError BAD_USER_INPUT */
export function readFields(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.every((name) => name !== '')) return names
  throw apiError('BAD_USER_INPUT', 'fields has an empty name.', {
    hint: 'Give names of fields, comma-separated: fields=id,shares.',
  })
}

/** JSON. @param name of the parameter @throws ApiError BAD_USER_INPUT */
export function readJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw apiError('BAD_USER_INPUT', `${name} is not JSON: ${text.slice(0, 100)}.`, {
      hint: `Write it as JSON, as variables of GraphQL are written: ${name}={"id_eq": "0x…"}.`,
    })
  }
}

/** @throws ApiError BAD_USER_INPUT for another style, or a format that has no such numbers */
export function readIntegers(text: string, format: Format): IntegerStyle {
  if (text !== 'text' && text !== 'decimal') {
    throw apiError('BAD_USER_INPUT', `integers cannot be "${text.slice(0, 100)}".`, {
      hint: 'Give text or decimal.',
    })
  }
  if (text === 'decimal' && format !== 'parquet') {
    throw apiError('BAD_USER_INPUT', `A file of format ${format} has no DECIMAL.`, {
      hint: 'Leave integers out, or export Parquet. A CSV has the digits in any case.',
    })
  }
  return text
}
