import { readdirSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = join(__dirname, '../../src')

/** What the files of a room may import beside their own room and src/errors.ts. */
interface Rule {
  /** Rooms, or single files of a room; `type:` before a name allows `import type` only. */
  from: readonly string[]
  /** Packages and node modules; absent: any. */
  packages?: readonly string[]
}

const EVERYTHING: Rule = {
  from: [
    'abi',
    'api',
    'audit',
    'batch',
    'chain',
    'cli',
    'config',
    'contracts',
    'facts',
    'ledger',
    'metrics',
    'model',
    'open-port',
    'poll',
    'proof',
    'protocols',
    'reads',
    'risk',
    'solver',
    'store',
  ],
}
const RULES: Record<string, Rule> = {
  risk: { from: [], packages: [] },
  // The vocabulary that protocols speak and the ledger understands, and the ids.
  facts: { from: [], packages: [] },
  ledger: { from: ['facts'], packages: [] },
  protocols: {
    from: ['abi', 'facts'],
    packages: ['@noble/hashes/sha3.js', '@subsquid/evm-abi', '@subsquid/evm-codec'],
  },
  store: { from: ['facts', 'ledger', 'model'] },
  // Rows at a block as plain objects.
  reads: { from: ['model', 'risk'] },
  metrics: { from: ['reads', 'risk', 'solver'] },
  // Solves the models that risk builds; what it finds is checked there.
  solver: {
    from: ['type:risk/optimization/linear-model', 'risk/optimization/lp-text'],
    packages: ['highs', 'node:path', 'node:worker_threads'],
  },
  api: { from: ['metrics', 'model', 'open-port', 'reads', 'risk', 'solver'] },
  // Reads what clients of the API get, and asks the chain.
  audit: {
    from: ['api', 'contracts', 'chain', 'config', 'protocols/eigenlayer/deposits', 'reads'],
  },
  // Questions to contracts by eth_call.
  contracts: { from: ['chain', 'config'] },
  // Compares what is stored with what headers commit to.
  proof: { from: ['chain', 'protocols/eigenlayer', 'store'] },
  poll: { from: ['contracts', 'protocols/eigenlayer/deposits', 'store'] },
  chain: { from: ['config', 'open-port'] },
  config: { from: [] },
  abi: { from: [] },
  model: { from: [] },
  errors: { from: [], packages: [] },
  'open-port': { from: [] },
  cli: EVERYTHING,
  batch: EVERYTHING,
}
const PURE = ['ledger', 'risk', 'protocols']
const IMPURE = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bfetch\b|\bawait\b/g

const IMPORT =
  /\b(?:import|export)\s+(type\s+)?(?:[\w*\s{},$]*?\sfrom\s*)?['"]([^'"]+)['"]|\b(?:require|import)\(\s*['"]([^'"]+)['"]/g
const STRING_OR_COMMENT =
  /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g

function withoutComments(source: string): string {
  return source.replace(STRING_OR_COMMENT, (_, text: string | undefined) => text ?? ' ')
}

/** Path inside src without extension; the room is its first part. */
function roomOf(path: string): string {
  return path.split('/')[0]!.replace(/\.c?[jt]s$/, '')
}

/** What a file imports against the rules, one sentence each. */
function wrongImports(path: string, source: string): string[] {
  const room = roomOf(path)
  const rule = RULES[room]
  if (!rule) return [`${path}: no rule for the room ${room}`]
  const wrong: string[] = []
  for (const [, typeOnly, statement, call] of withoutComments(source).matchAll(IMPORT)) {
    const target = statement ?? call!
    const inside = target.startsWith('.')
    const resolved = inside ? normalize(join(path, '..', target)) : target
    const allowed = inside
      ? mayImport(rule, room, resolved, typeOnly !== undefined)
      : (rule.packages?.includes(target) ?? true)
    if (!allowed) wrong.push(`${path}: imports ${typeOnly ? 'type ' : ''}${resolved}`)
  }
  return wrong
}

function mayImport(rule: Rule, room: string, target: string, typeOnly: boolean): boolean {
  if (target.startsWith('..')) return false
  const to = roomOf(target)
  if (to === room || to === 'errors') return true
  return rule.from.some((entry) => {
    const name = entry.replace('type:', '')
    return (name === target || name === to) && (typeOnly || !entry.startsWith('type:'))
  })
}

/** Words of clocks, chance, processes and waiting in a room whose answers depend on its input alone. */
function impurities(path: string, source: string): string[] {
  if (!PURE.includes(roomOf(path))) return []
  return [...withoutComments(source).matchAll(IMPURE)].map(([word]) => `${path}: ${word}`)
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.c?[jt]s$/.test(path))
  .map((path) => ({ path, source: readFileSync(join(SRC, path), 'utf8') }))
const code = files.filter(({ path }) => !path.endsWith('.test.ts'))

describe('the source', () => {
  test('imports point one way', () => {
    expect(code.flatMap(({ path, source }) => wrongImports(path, source))).toEqual([])
  })

  test('ledger, risk and protocols depend on nothing but their input', () => {
    expect(code.flatMap(({ path, source }) => impurities(path, source))).toEqual([])
  })
})

describe('the reader of imports', () => {
  test.each([
    ['api/a.ts', "import { run } from '../chain/front'", 'chain/front'],
    ['api/schema/a.ts', "import type { Row } from '../../store/load'", 'type store/load'],
    ['api/a.ts', "import {\n  one,\n  two,\n} from '../protocols/facts'", 'protocols/facts'],
    ['api/a.ts', "import '../batch'", 'batch'],
    ['api/a.ts', "export { x } from '../ledger/ids'", 'ledger/ids'],
    ['api/a.ts', "const x = await import('../ledger/ids')", 'ledger/ids'],
    ['api/a.ts', "const x = require('../ledger/ids')", 'ledger/ids'],
    ['api/a.ts', "import { x } from '../../test/stub'", '../test/stub'],
    ['risk/a.ts', "import type { Row } from '../ledger/rows'", 'type ledger/rows'],
    ['risk/a.ts', "import { graphql } from 'graphql'", 'graphql'],
    ['ledger/a.ts', "import { isFact } from '../protocols/log'", 'protocols/log'],
    ['ledger/a.ts', "import { createHash } from 'node:crypto'", 'node:crypto'],
    ['protocols/a.ts', "import { LedgerState } from '../ledger/state'", 'ledger/state'],
    ['protocols/a.ts', "import pg from 'pg'", 'pg'],
    ['store/a.ts', "import type { Log } from '../protocols/log'", 'type protocols/log'],
    ['solver/a.ts', "import { hhi } from '../risk/herfindahl'", 'risk/herfindahl'],
    ['solver/a.cjs', "const pg = require('pg')", 'pg'],
    ['chain/a.ts', "import { apply } from '../ledger/apply'", 'ledger/apply'],
    ['config/a.ts', "import { front } from '../chain/front'", 'chain/front'],
    ['errors.ts', "import { x } from './config/env'", 'config/env'],
  ])('finds in %s: %s', (path, source, target) => {
    expect(wrongImports(path, source)).toEqual([`${path}: imports ${target}`])
  })

  test.each([
    ['api/a.ts', "// import { run } from '../chain/front'"],
    ['api/a.ts', "import { hhi } from '../risk/herfindahl'\nimport { EXIT } from '../errors'"],
    ['protocols/eigenlayer/a.ts', "import type { Fact } from '../../facts/facts'"],
    ['cli/main.ts', "import { serve } from '../api/http/server'\nimport pg from 'pg'"],
    ['batch.ts', "import { apply } from './ledger/apply'"],
    ['store/a.ts', "import * as model from '../model'"],
  ])('allows in %s: %s', (path, source) => {
    expect(wrongImports(path, source)).toEqual([])
  })

  test('a new module needs a rule', () => {
    expect(wrongImports('export/csv.ts', '')).toEqual([
      'export/csv.ts: no rule for the room export',
    ])
  })

  test('finds a clock in code, and none in comments or in other modules', () => {
    expect(impurities('risk/a.ts', 'const a = Date.now() // process.env')).toEqual([
      'risk/a.ts: Date.now',
    ])
    expect(impurities('ledger/a.ts', "const u = 'http://x' + await f()")).toEqual([
      'ledger/a.ts: await',
    ])
    expect(impurities('ledger/a.ts', '/** we fetch and await nothing */')).toEqual([])
    expect(impurities('store/a.ts', 'await f()')).toEqual([])
  })
})
