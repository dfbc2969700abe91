import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Notify } from '../../src/notify/notify'
import { hasPythonModules } from '../support/examples'
import { type ExportApi, startExportApi } from '../support/exported'
import { createIndexedDatabase } from '../support/indexed-database'
import { layout } from '../support/layout'
import { rulesOf } from '../support/notify/rules'
import { startTestNotify } from '../support/notify/started'
import { type CodeBlock, codeBlocks, withPrinted } from '../support/pages'
import type { TestDatabase } from '../support/postgres'
import { BOTH } from '../support/recordings'

const PAGES = ['analyst', 'self-hoster', 'developer']
const pathOf = (page: string) => `docs/start/${page}.md`
const CLI = `${process.execPath} ${resolve('lib/cli/main.js')}`
const hasPandas = hasPythonModules('pandas')

const folder = mkdtempSync(join(tmpdir(), 'linchpin-start-'))
let database: TestDatabase
let api: ExportApi
let notify: Notify

beforeAll(async () => {
  database = await createIndexedDatabase('start', BOTH)
  api = await startExportApi(database.url)
  notify = await startTestNotify(database.url)
})

afterAll(async () => {
  await notify.close()
  await api.close()
  await database.drop()
  rmSync(folder, { recursive: true })
})

/** With the servers and folders of the test. */
const here = (text: string) =>
  text
    .replaceAll('http://127.0.0.1:4350', api.url)
    .replaceAll('http://127.0.0.1:4351', notify.url)
    .replaceAll('npx linchpin', CLI)
    .replaceAll("'data/", `'${folder}/data/`)

async function run(program: string, args: string[], cwd = folder): Promise<string> {
  const env = { ...process.env, DB_URL: database.url }
  const { stdout } = await promisify(execFile)(program, args, { cwd, env })
  return stdout.trim()
}

/** What a block of code prints; null: it is not run here. */
async function outputOf({ language, tag, code: text }: CodeBlock): Promise<string | null> {
  if (tag !== '') return null
  const code = here(text)
  switch (language) {
    case 'sh':
      return run('bash', ['-eu', '-c', code])
    case 'python':
      return hasPandas ? run('/usr/bin/python3', ['-c', code]) : null
    case 'js':
      // Here are the packages that it imports.
      return run(process.execPath, ['--input-type=module', '-e', code], process.cwd())
    case 'graphql':
      return layout(await api.ask(text))
    case 'sql': {
      const duck = await (await DuckDBInstance.create()).connect()
      const rows = (await duck.runAndReadAll(code)).getRowsJson()
      return rows.map((row) => row.join('  ')).join('\n')
    }
    case 'yaml':
      return `${rulesOf(text.replace('secretFile: ops.secret', `secret: whsec_${'A'.repeat(44)}`)).rules.length} rules`
    default:
      throw new Error(`no way to run ${language}`)
  }
}

describe.each(PAGES)('docs/start/%s.md', (page) => {
  const text = readFileSync(pathOf(page), 'utf8')
  const blocks = codeBlocks(text)

  test(`does what it says, block by block${hasPandas ? '' : ' (Python skipped: python3-pandas is not installed)'}`, async () => {
    const ran: string[] = []
    let printed = text
    for (const block of blocks) {
      const output = await outputOf(block)
      if (output === null) continue
      ran.push(block.language)
      if (block.hasPrinted) printed = withPrinted(printed, block, output)
    }
    expect(ran.length).toBeGreaterThan(2)
    // `npx vitest run test/project/start.test.ts -u` writes what is printed.
    await expect(printed).toMatchFileSnapshot(`../../${pathOf(page)}`)
  })

  test('says where a block is not tested, and leaves out no other', () => {
    const marked = blocks.filter(({ tag }) => tag === 'untested')
    expect(text.match(/\*not tested\*: /g) ?? []).toHaveLength(marked.length)
    const left = blocks.filter(({ tag }) => !['', 'untested', 'start'].includes(tag))
    expect(left).toEqual([])
  })

  test('links to pages and headings that there are', () => {
    for (const [, target, anchor] of text.matchAll(/\]\(([^)#:]+)(?:#([^)]+))?\)/g)) {
      const path = join('docs/start', target!)
      expect(existsSync(path), path).toBe(true)
      if (!anchor) continue
      const headings = readFileSync(path, 'utf8').match(/^#+ .+$/gm) ?? []
      const anchors = headings.map((heading) =>
        heading
          .replace(/^#+ /, '')
          .toLowerCase()
          .replace(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      )
      expect(anchors).toContain(anchor)
    }
  })
})
