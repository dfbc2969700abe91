import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(__dirname, '../..')
const MAX_LINES = 400
const MAX_FILES = 30
const GENERATED = /^src\/(abi|model\/generated)\/|\.generated\.ts$/

const list = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(ROOT.length + 1))
const written = ['src', 'test'].flatMap(list).filter((path) => !GENERATED.test(path))
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

describe('src and test, generated code aside', () => {
  test('no file of code is longer than 400 lines', () => {
    const long = written
      .filter((path) => /\.[cm]?[jt]s$/.test(path))
      .map((path) => ({ path, lines: read(path).trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > MAX_LINES)
    expect(long).toEqual([])
  })

  test('no folder has more than 30 files side by side', () => {
    const count = new Map<string, number>()
    for (const path of written) count.set(dirname(path), (count.get(dirname(path)) ?? 0) + 1)
    expect([...count].filter(([, files]) => files > MAX_FILES)).toEqual([])
  })
})

/** Words of older records for which docs/glossary.md has another, in pieces, so that they do not stand here. */
const OLD_WORDS = [
  ['mis', 'fit'],
  ['arr', 'ears'],
  ['show', 'er'],
  ['half', '.?bytes?'],
  ['weigh', 'ty'],
  ['taken', '.?back'],
  ['second', '.?opinion'],
  ['acci', 'dent'],
  ['is ', 'twice'],
  ['live ', 'one'],
].map((pieces) => pieces.join(''))
/** The glossary names them, decision records and committed migrations are not rewritten. */
const MAY_HAVE_THEM = /^docs\/(adr\/|glossary\.md$)|^db\/migrations\//

test('no old word of docs/glossary.md is left, in text or in names of files', () => {
  const pattern = new RegExp(OLD_WORDS.join('|'), 'i')
  const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'schema.graphql', '.env.example']
  const paths = [...written, ...['docs', 'bench', 'scripts', 'db'].flatMap(list), ...pages]
  const found = paths
    .filter((path) => !MAY_HAVE_THEM.test(path))
    .flatMap((path) => {
      const lines = `${path}\n${read(path)}`.split('\n')
      return lines.flatMap((line, index) =>
        pattern.test(line) ? [`${path}:${index} ${line}`] : [],
      )
    })
  expect(found).toEqual([])
})
