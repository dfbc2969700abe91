import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'
import { EXIT, LinchpinError } from '../../errors'
import { PriceBook } from '../../risk/graph/prices'
import { parseRatio } from '../../risk/math/parse-ratio'

const COLUMNS = ['asset', 'block', 'time', 'numeraire', 'value', 'source'] as const

const blank = z.literal('').transform(() => null)
const ROW = z
  .strictObject({
    asset: z
      .string()
      .regex(/^0x[0-9a-f]{40}$/i, 'asset must be an address')
      .transform((text) => text.toLowerCase()),
    block: z
      .union([blank, z.coerce.number().int().nonnegative()], 'block must be a block number')
      .nullable()
      .default(null),
    time: z
      .union(
        [blank, z.iso.datetime({ offset: true }).transform((text) => Date.parse(text) / 1000)],
        {
          error: 'time must be like 2026-01-31T12:00:00Z',
        },
      )
      .nullable()
      .default(null),
    numeraire: z.enum(['ETH', 'USD'], 'numeraire must be ETH or USD'),
    value: z.string().transform((text, context) => {
      try {
        return parseRatio(text)
      } catch {
        context.addIssue({
          code: 'custom',
          message: 'value must be a decimal or a fraction, as text',
        })
        return z.NEVER
      }
    }),
    source: z.string().trim().min(1, 'source must say where the price comes from').max(200),
  })
  .strict()

/** Prices of a file. */
export interface PriceFile {
  /** Name of the file with a prefix of its SHA-256; answers have it. */
  readonly version: string
  readonly book: PriceBook
}

/**
 * Reads a file of prices: CSV with a header, or a JSON list of objects, with the columns asset, block or time, numeraire,
 * value and source.
 * @throws LinchpinError LP1008 with the path, the row and the problem
 */
export function readPriceFile(path: string): PriceFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw invalidFile(path, 'it cannot be read', cause)
  }
  const raw = text.trimStart().startsWith('[') ? readJson(path, text) : readCsv(path, text)
  const rows = raw.map((one, index) => {
    const parsed = ROW.safeParse(one)
    if (parsed.success) return parsed.data
    throw invalidFile(path, `row ${index + 1}: ${parsed.error.issues[0]!.message}`, parsed.error)
  })
  const book = PriceBook.of(rows)
  if (!(book instanceof PriceBook)) throw invalidFile(path, `row ${book.row + 1}: ${book.problem}`)
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return { version: `${basename(path)}@${hash}`, book }
}

function readJson(path: string, text: string): unknown[] {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalidFile(path, 'it is not JSON', cause)
  }
}

/** No valid value has a comma, a quote or a line break, except a source: such a source is rejected. */
function readCsv(path: string, text: string): unknown[] {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const names = header.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !(COLUMNS as readonly string[]).includes(name))
  if (unknown !== undefined) throw invalidFile(path, `unknown column ${JSON.stringify(unknown)}`)
  return lines.map((line, index) => {
    const values = line.split(',').map((value) => value.trim())
    if (values.length !== names.length || line.includes('"')) {
      throw invalidFile(
        path,
        `row ${index + 1}: it must have ${names.length} columns and no quotes`,
      )
    }
    return Object.fromEntries(names.map((name, column) => [name, values[column]]))
  })
}

function invalidFile(path: string, problem: string, cause?: unknown): LinchpinError {
  return new LinchpinError(
    'LP1008',
    `The price file ${path} cannot be used: ${problem}.`,
    'Fix it, or unset LINCHPIN_PRICES; docs/prices.md has the format.',
    EXIT.CONFIG,
    { cause },
  )
}
