import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(__dirname, '../..')
const rows = readFileSync(join(ROOT, 'docs/reliability.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\|(?! fault| ---)/.test(line))

test('every fault of docs/reliability.md names tests that are there, and codes that errors.md explains', () => {
  const errors = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8')
  expect(rows.length).toBeGreaterThan(25)
  for (const row of rows) {
    const files = [...row.matchAll(/`((?:test|src)\/[\w./-]+\.test\.ts)`/g)].map(
      ([, file]) => file!,
    )
    expect(files.length, row).toBeGreaterThan(0)
    expect(
      files.filter((file) => !existsSync(join(ROOT, file))),
      row,
    ).toEqual([])
    const codes = [...row.matchAll(/LP\d{4}/g)].map(([code]) => code)
    expect(
      codes.filter((code) => !errors.includes(`| ${code} |`)),
      row,
    ).toEqual([])
  }
})
