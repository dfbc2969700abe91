import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const ROOT = join(__dirname, '../..')

test('bench:sync reads a chain by every way, and all ways give the same logs', async () => {
  const args = ['bench/sync.mjs', '--blocks', '5000']
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT })
  const results = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const ways = ['topic', 'address'].flatMap((by) => ['one', 'two', 'portal'].map((s) => [by, s]))
  expect(results.map(({ by, source }) => [by, source])).toEqual(ways)
  expect(new Set(results.map(({ sha256 }) => sha256)).size).toBe(1)
  for (const { logs } of results) expect(logs).toBeGreaterThan(1_000)
})
