import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LinchpinError } from '../../errors'
import { ratio } from '../../risk/math/ratio'
import { readPriceFile } from './prices'

const A = `0x${'a'.repeat(40)}`
const B = `0x${'b'.repeat(40)}`
const FOLDER = mkdtempSync(join(tmpdir(), 'prices-'))
let files = 0

function file(content: string): string {
  const path = join(FOLDER, `${files++}.txt`)
  writeFileSync(path, content)
  return path
}

const HEADER = 'asset,block,time,numeraire,value,source'
const csv = (...lines: string[]) => file([HEADER, ...lines].join('\n'))

describe('a price file', () => {
  test('has the last price at or before a block', () => {
    const { book, version } = readPriceFile(
      csv(
        `${A.toUpperCase().replace('X', 'x')},100,,ETH,1.05,desk`,
        `${A},200,,ETH,21/20,desk`,
        `${A},150,,USD,9,desk`,
      ),
    )
    expect(book.at(A, 'ETH', 99, null)).toBeNull()
    expect(book.at(A, 'ETH', 100, null)?.value).toEqual(ratio(105n, 100n))
    expect(book.at(A, 'ETH', 199, 0)?.block).toBe(100)
    expect(book.at(A, 'ETH', 10_000, 0)?.block).toBe(200)
    expect(book.at(A, 'USD', 149, 0)).toBeNull()
    expect(book.at(B, 'ETH', 10_000, 0)).toBeNull()
    expect(version).toMatch(/^\d+\.txt@[0-9a-f]{12}$/)
  })

  test('has prices by time, which need the time of the block', () => {
    const { book } = readPriceFile(csv(`${A},,1970-01-01T00:16:40Z,USD,2,desk`))
    expect(book.at(A, 'USD', 1, 999)).toBeNull()
    expect(book.at(A, 'USD', 1, 1000)?.value).toEqual(ratio(2n))
    expect(book.at(A, 'USD', 1, null)).toBeNull()
  })

  test('may be JSON', () => {
    const row = { asset: A, block: 5, numeraire: 'ETH', value: '0.5', source: 'x, y' }
    const { book } = readPriceFile(file(JSON.stringify([row])))
    expect(book.at(A, 'ETH', 5, null)?.source).toBe('x, y')
  })

  test.each([
    ['a price of 0', `${A},1,,ETH,0,x`, /row 1: its value is not above 0/],
    ['a negative price', `${A},1,,ETH,-1,x`, /row 1: value must be/],
    ['no block and no time', `${A},,,ETH,1,x`, /row 1: it has no block and no time/],
    ['a block and a time', `${A},1,1970-01-01T00:00:00Z,ETH,1,x`, /or both/],
    ['a wrong address', `0x12,1,,ETH,1,x`, /asset must be an address/],
    ['a wrong numeraire', `${A},1,,EUR,1,x`, /numeraire must be ETH or USD/],
    ['a wrong time', `${A},,yesterday,ETH,1,x`, /time must be like/],
    ['no source', `${A},1,,ETH,1,`, /source must say/],
    ['a quote', `${A},1,,ETH,1,"x"`, /no quotes/],
    ['too many columns', `${A},1,,ETH,1,x,y`, /must have 6 columns/],
  ])('with %s is rejected with its row', (_, line, message) => {
    const path = csv(line)
    expect(() => readPriceFile(path)).toThrow(LinchpinError)
    expect(() => readPriceFile(path)).toThrow(message)
    expect(() => readPriceFile(path)).toThrow(path)
  })

  test('with two prices of an asset at one block, or prices by block and by time, is rejected', () => {
    expect(() => readPriceFile(csv(`${A},1,,ETH,1,x`, `${A},1,,ETH,2,y`))).toThrow(/row 2/)
    const mixed = csv(`${A},1,,ETH,1,x`, `${A},,1970-01-01T00:00:00Z,ETH,2,y`)
    expect(() => readPriceFile(mixed)).toThrow(/by block and by time/)
  })

  test('that is missing or malformed is rejected', () => {
    expect(() => readPriceFile(join(FOLDER, 'none'))).toThrow(/cannot be read/)
    expect(() => readPriceFile(file('[{'))).toThrow(/not JSON/)
    expect(() => readPriceFile(file('assset,value\n'))).toThrow(/unknown column "assset"/)
  })
})
