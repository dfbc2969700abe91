import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CASES as OTHERS } from './changes.cases'
import { EXIT_CASES } from './exit-changes.cases'
import { RISK_CASES } from './risk-changes.cases'

const CASES = [...OTHERS, ...EXIT_CASES, ...RISK_CASES]

/*
 * No conclusion is typed into a page: whatever a sentence says follows from the data, so other data give another sentence.
 */

describe.each(CASES)('sentences of $of', ({ says, data, changes }) => {
  const before = says(data)

  test.each(Object.entries(changes))('change with %s', (_, change) => {
    expect(says(changed(data, change))).not.toEqual(before)
  })

  test('each of them changes with something', () => {
    const after = Object.values(changes).map((change) => says(changed(data, change)))
    for (const [index, sentence] of before.entries()) {
      const others = after.map((sentences) => sentences[index])
      expect(
        others.some((other) => other !== sentence),
        sentence,
      ).toBe(true)
    }
  })

  test('agree with the counts that they name', () => {
    for (const change of [{}, ...Object.values(changes)]) {
      const text = says(changed(data, change)).join(' ')
      expect(text).not.toMatch(/(^|[^\d.,\u202f])1 (?!times\b)[a-z]+s (are|have|can|together)\b/)
      expect(text).not.toMatch(
        /\ball [01]\b|\b0 of 0\b|(^|[^\d.,\u202f])1 [a-z]+(s|es) (of|in|and|at)\b/,
      )
    }
  })

  test('say nothing of a value that there is not', () => {
    for (const change of [{}, ...Object.values(changes)]) {
      expect(says(changed(data, change)).join(' ')).not.toMatch(/NaN|undefined|null|Infinity/)
    }
  })
})

test('every function that makes sentences is among them', async () => {
  const names = readdirSync(__dirname).filter((name) => /^[\w-]+\.ts$/.test(name))
  const made = await Promise.all(
    names.map(async (name) => {
      const exported: Record<string, unknown> = await import(join(__dirname, name))
      return Object.keys(exported).filter((key) => typeof exported[key] === 'function')
    }),
  )
  expect(made.flat().sort()).toEqual([...new Set(CASES.map(({ of }) => of))].sort())
})

/** Data with parts of it replaced: `{ a: { 0: 'b' } }` replaces the first item of `data.a`. */
function changed(data: unknown, change: unknown): never {
  if (change === null || typeof change !== 'object' || Array.isArray(change)) return change as never
  const base = Object(data) as Record<string, unknown>
  const parts = Object.entries(change).map(([key, part]) => [key, changed(base[key], part)])
  const copy = Array.isArray(base) ? [...base] : { ...base }
  return Object.assign(copy, Object.fromEntries(parts)) as never
}
