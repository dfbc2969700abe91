import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EXIT } from '../../src/errors'

const ROOT = join(__dirname, '../..')
const source = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(ROOT, 'src', file), 'utf8'))
  .join('\n')
const rows = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| *(LP)?\d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
const documented = rows.filter(([, code]) => code!.startsWith('LP'))

/** First groups of every match, each once, sorted. */
function all(pattern: RegExp): string[] {
  return [...new Set([...source.matchAll(pattern)].map((match) => match[1]!))].sort()
}

describe('docs/errors.md', () => {
  test('has a row for every code in the source, and no other', () => {
    expect(documented.map(([, code]) => code)).toEqual(all(/'(LP\d{4})'/g))
  })

  test('has every extensions.code of the API beside its number', () => {
    const numbers = [...source.matchAll(/^ {2}([A-Z_]+): '(LP4\d{3})'/gm)]
    expect(numbers.length).toBeGreaterThan(0)
    const described = documented.filter(([, code]) => code!.startsWith('LP4'))
    expect(described.map(([, code, name]) => [code, name])).toEqual(
      numbers.map(([, name, code]) => [code, `\`${name}\``]),
    )
    const thrown = all(/(?:piError\(|\bcode:)\s*'([A-Z_]+)'/g)
    expect(thrown.filter((name) => !numbers.some(([, known]) => known === name))).toEqual([])
  })

  test('says the exit codes of the source', () => {
    const exits = rows.filter(([, code]) => /^\d+$/.test(code!)).map(([, code]) => Number(code))
    expect(exits).toEqual(Object.values(EXIT))
    const thrown = source.matchAll(/LinchpinError\(\s*'(LP\d{4})'[\s\S]*?EXIT\.([A-Z]+)/g)
    for (const [, code, exit] of thrown) {
      const row = documented.find(([, known]) => known === code)
      expect([code, row?.[2]]).toEqual([code, `${EXIT[exit as keyof typeof EXIT]}`])
    }
  })

  test('says when each comes and what to do', () => {
    for (const [, code, , when, remedy] of documented) {
      expect(when, code).toBeTruthy()
      expect(remedy, code).toBeTruthy()
    }
  })
})
