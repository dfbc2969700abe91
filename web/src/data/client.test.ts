import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { indented } from './client'

test('a query without indentation is shown as it was written', () => {
  const names = readdirSync('web/src/queries')
  expect(names.length).toBeGreaterThan(10)
  for (const name of names) {
    const text = readFileSync(`web/src/queries/${name}`, 'utf8')
    expect(indented(text.replace(/^ +/gm, '')), name).toBe(text)
  }
})
