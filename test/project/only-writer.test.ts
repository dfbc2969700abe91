import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const SRC = join(__dirname, '../../src')

/** A statement that changes rows or tables. */
const WRITES =
  /\b(INSERT\s+INTO|UPDATE\s+\S+(\s+AS\s+\w+)?\s+SET|DELETE\s+FROM|TRUNCATE|COPY\s+\S+.*FROM\s+STDIN|(CREATE|ALTER|DROP)\s+(TABLE|INDEX))\b/

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
)

test('only the store writes to the tables: a rollback would not reach rows that others wrote', () => {
  const writers = files.filter((path) => WRITES.test(readFileSync(join(SRC, path), 'utf8')))
  expect(writers.filter((path) => !path.startsWith('store/'))).toEqual([])
  // That the pattern finds what it looks for.
  expect(writers.length).toBeGreaterThan(5)
})
