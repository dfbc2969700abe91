import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const RISK = join(__dirname, '../../src/risk')
const FILES_PER_FOLDER = 30
/** Families, each of which may import the ones before it. */
const ORDER = [
  'math',
  'value',
  'concentration',
  'graph',
  'diff',
  'exits',
  'optimization',
  'base-layer',
  'contagion',
  'leverage',
  'look-through',
  'market',
  'losses',
  'operators',
  'overlap',
  'rankings',
  'yield',
  'communities',
  'correlation',
  'governance',
  'robustness',
  'series',
  'worst',
]

const code = (family: string) =>
  readdirSync(join(RISK, family)).filter((name) => !name.endsWith('.test.ts'))

test('every family has a place in the order of imports', () => {
  expect(readdirSync(RISK).sort()).toEqual([...ORDER].sort())
})

test('families import earlier families only, types included', () => {
  const wrong = ORDER.flatMap((family, position) =>
    code(family).flatMap((name) => {
      const source = readFileSync(join(RISK, family, name), 'utf8')
      return [...source.matchAll(/from '\.\.\/([a-z-]+)\//g)]
        .filter(([, other]) => ORDER.indexOf(other!) >= position)
        .map(([, other]) => `${family}/${name} imports ${other}`)
    }),
  )
  expect(wrong).toEqual([])
})

test('files of a family do not import each other in a circle', () => {
  for (const family of ORDER) {
    const imports = new Map(
      code(family).map((name) => {
        const source = readFileSync(join(RISK, family, name), 'utf8')
        return [name, [...source.matchAll(/from '\.\/([\w-]+)'/g)].map(([, to]) => `${to}.ts`)]
      }),
    )
    // Files without imports are taken away until none is left; what remains is in a circle.
    for (let before = -1; before !== imports.size; ) {
      before = imports.size
      for (const [name, targets] of imports) {
        if (!targets.some((target) => imports.has(target))) imports.delete(name)
      }
    }
    expect([...imports.keys()], family).toEqual([])
  }
})

test(`no family has more than ${FILES_PER_FOLDER} files`, () => {
  const sizes = ORDER.map((family) => readdirSync(join(RISK, family)).length)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(FILES_PER_FOLDER)
})
