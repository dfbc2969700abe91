import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findCycles, importsOf, type SourceFile, withoutComments } from '../support/imports'

const SRC = join(__dirname, '../../src')

/** What the files of a module may import beside their own module and src/errors.ts. */
interface Rule {
  from: readonly string[]
  /** Packages and node modules; undefined: any. */
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
    'doctor',
    'export',
    'facts',
    'ledger',
    'mcp',
    'metrics',
    'model',
    'notify',
    'open-port',
    'poll',
    'priority',
    'proof',
    'protocols',
    'prover',
    'reads',
    'risk',
    'solver',
    'state-proof',
    'store',
    'vaults',
  ],
}

/** The table of docs/adr/0014-modules-and-one-way-imports.md. */
const RULES: Record<string, Rule> = {
  // The vocabulary that protocols decode into and the ledger applies; keys and ids.
  facts: { from: [], packages: [] },
  // Arithmetic of vaults (Symbiotic), as their contracts round.
  vaults: { from: ['facts'], packages: [] },
  risk: { from: ['vaults'], packages: [] },
  ledger: { from: ['facts', 'vaults'], packages: [] },
  protocols: {
    from: ['abi', 'facts', 'state-proof'],
    packages: ['@noble/hashes/sha3.js', '@subsquid/evm-abi', '@subsquid/evm-codec'],
  },
  store: { from: ['facts', 'ledger', 'model'] },
  // Solves the models that risk formulates.
  solver: { from: ['risk'], packages: ['highs', 'node:path', 'node:worker_threads'] },
  // Rows at a block as plain objects.
  reads: { from: ['model', 'risk', 'vaults'] },
  metrics: { from: ['reads', 'risk', 'solver', 'vaults'] },
  // Tools for agents: GraphQL queries with arguments.
  mcp: { from: [] },
  api: { from: ['mcp', 'metrics', 'model', 'open-port', 'priority', 'reads', 'risk', 'solver'] },
  // Files of rows at a block; other modules know it as an endpoint.
  export: { from: ['api', 'config', 'metrics', 'priority', 'reads', 'solver'] },
  // What is wrong with a set-up, from probed facts.
  doctor: { from: [], packages: [] },
  config: { from: ['facts'] },
  chain: { from: ['config', 'open-port'] },
  // Calls of contracts by eth_call.
  contracts: { from: ['chain', 'config', 'facts'] },
  // Polls contracts for values that no event carries.
  poll: { from: ['contracts', 'facts', 'reads', 'store'] },
  // Compares stored logs with what headers commit to.
  proof: { from: ['chain', 'facts', 'protocols', 'store'] },
  // Verifies proofs of figures; a package of its own, for browsers, too.
  'state-proof': {
    from: [],
    packages: ['@noble/hashes/sha3.js', '@noble/hashes/utils.js'],
  },
  // Fetches proofs from providers.
  prover: { from: ['chain', 'config', 'protocols', 'state-proof'] },
  // Compares the answers of the API with those of the contracts.
  audit: {
    from: [
      'api',
      'chain',
      'config',
      'contracts',
      'facts',
      'prover',
      'reads',
      'state-proof',
      'vaults',
    ],
  },
  // Delivers what the store has written to the outbox.
  notify: { from: ['api', 'config', 'facts', 'open-port', 'reads', 'store'] },
  abi: { from: [] },
  model: { from: [] },
  errors: { from: [], packages: [] },
  'open-port': { from: [] },
  priority: { from: [], packages: ['node:os'] },
  cli: EVERYTHING,
  batch: EVERYTHING,
}
const PURE = ['doctor', 'facts', 'ledger', 'risk', 'protocols', 'state-proof', 'vaults']
const IMPURE = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bfetch\b|\bawait\b/g
const GENERATED = /^(abi|model\/generated)\/|\.generated\.ts$/

/** The module of a path inside src: its first part. */
function moduleOf(path: string): string {
  return path.split('/')[0]!.replace(/\.c?[jt]s$/, '')
}

/** Imports of a file that its rule does not allow. */
function forbiddenImports(file: SourceFile): string[] {
  const { path } = file
  const module = moduleOf(path)
  const rule = RULES[module]
  if (!rule) return [`${path}: no rule for the module ${module}`]
  return importsOf(file)
    .filter(({ target, isPackage }) =>
      isPackage ? !(rule.packages?.includes(target) ?? true) : !mayImport(rule, module, target),
    )
    .map(({ target }) => `${path}: imports ${target}`)
}

function mayImport(rule: Rule, module: string, target: string): boolean {
  const to = moduleOf(target)
  return to === module || to === 'errors' || rule.from.includes(to)
}

/** Clocks, randomness, the process and waiting in a module whose results depend on its input alone. */
function impurities({ path, source }: SourceFile): string[] {
  if (!PURE.includes(moduleOf(path))) return []
  return [...withoutComments(source).matchAll(IMPURE)].map(([word]) => `${path}: ${word}`)
}

const files: SourceFile[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.c?[jt]s$/.test(path))
  .map((path) => ({ path, source: readFileSync(join(SRC, path), 'utf8') }))
const code = files.filter(({ path }) => !path.endsWith('.test.ts'))

describe('the source', () => {
  test('imports point one way', () => {
    expect(code.flatMap(forbiddenImports)).toEqual([])
  })

  test('protocols do not know each other, and what indexes names none of them', () => {
    const names = ['eigenlayer', 'symbiotic']
    const known = code.flatMap(({ path, source }) => {
      const [, own] = /^protocols\/(\w+)\//.exec(path) ?? []
      const isNeutral = path === 'batch.ts' || own === 'common'
      if (!isNeutral && !names.includes(own ?? '')) return []
      const text = withoutComments(source)
      const others = names.filter((name) => name !== own && new RegExp(name, 'i').test(text))
      return others.map((name) => `${path}: ${name}`)
    })
    expect(known).toEqual([])
  })

  test('no files import each other in a cycle, not even types; generated code aside', () => {
    expect(findCycles(code.filter(({ path }) => !GENERATED.test(path)))).toEqual([])
  })

  test('facts, ledger, risk and protocols depend on nothing but their input', () => {
    expect(code.flatMap(impurities)).toEqual([])
  })
})

describe('the check of imports', () => {
  test.each([
    ['api/a.ts', "import { run } from '../chain/sdk/gateway'", 'chain/sdk/gateway'],
    ['api/schema/a.ts', "import type { Row } from '../../store/load'", 'store/load'],
    ['api/a.ts', "import {\n  one,\n  two,\n} from '../protocols/facts'", 'protocols/facts'],
    ['api/a.ts', "import '../batch'", 'batch'],
    ['api/a.ts', "export { x } from '../ledger/ids'", 'ledger/ids'],
    ['api/a.ts', "const x = await import('../ledger/ids')", 'ledger/ids'],
    ['api/a.ts', "const x = require('../ledger/ids')", 'ledger/ids'],
    ['api/a.ts', "import { x } from '../../test/stub'", '../test/stub'],
    ['risk/a.ts', "import type { Row } from '../ledger/rows'", 'ledger/rows'],
    ['risk/a.ts', "import { graphql } from 'graphql'", 'graphql'],
    ['ledger/a.ts', "import { isFact } from '../protocols/log'", 'protocols/log'],
    ['ledger/a.ts', "import type { Log } from '../protocols/log'", 'protocols/log'],
    ['ledger/a.ts', "import { createHash } from 'node:crypto'", 'node:crypto'],
    ['protocols/a.ts', "import { LedgerState } from '../ledger/state'", 'ledger/state'],
    ['protocols/a.ts', "import type { Row } from '../ledger/rows'", 'ledger/rows'],
    ['protocols/a.ts', "import pg from 'pg'", 'pg'],
    ['facts/a.ts', "import type { Row } from '../ledger/rows'", 'ledger/rows'],
    ['store/a.ts', "import type { Log } from '../protocols/log'", 'protocols/log'],
    [
      'poll/a.ts',
      "import { WAD } from '../protocols/eigenlayer/deposits'",
      'protocols/eigenlayer/deposits',
    ],
    ['solver/a.ts', "import { overlap } from '../metrics/overlap'", 'metrics/overlap'],
    ['solver/a.cjs', "const pg = require('pg')", 'pg'],
    ['chain/a.ts', "import { apply } from '../ledger/apply'", 'ledger/apply'],
    ['config/a.ts', "import { startGateway } from '../chain/sdk/gateway'", 'chain/sdk/gateway'],
    ['errors.ts', "import { x } from './config/env'", 'config/env'],
  ])('finds in %s: %s', (path, source, target) => {
    expect(forbiddenImports({ path, source })).toEqual([`${path}: imports ${target}`])
  })

  test.each([
    ['api/a.ts', "// import { run } from '../chain/sdk/gateway'"],
    ['api/a.ts', "import { hhi } from '../risk/herfindahl'\nimport { EXIT } from '../errors'"],
    ['protocols/eigenlayer/a.ts', "import type { Fact } from '../../facts/facts'"],
    ['cli/main.ts', "import { serve } from '../api/http/server'\nimport pg from 'pg'"],
    ['batch.ts', "import { apply } from './ledger/apply'"],
    ['store/a.ts', "import * as model from '../model'"],
  ])('allows in %s: %s', (path, source) => {
    expect(forbiddenImports({ path, source })).toEqual([])
  })

  test('a new module needs a rule', () => {
    expect(forbiddenImports({ path: 'other/csv.ts', source: '' })).toEqual([
      'other/csv.ts: no rule for the module other',
    ])
  })

  test('finds cycles of types, of folders and of dynamic imports', () => {
    const cycle = [
      { path: 'a/index.ts', source: "import type { B } from './b'" },
      { path: 'a/b.ts', source: "export type { C } from '../c'" },
      { path: 'c.ts', source: "const load = () => import('./a/index.js')" },
      { path: 'd.ts', source: "import { C } from './c'" },
    ]
    expect(findCycles(cycle)).toEqual(['a/index.ts -> a/b.ts -> c.ts -> a/index.ts'])
    expect(findCycles(cycle.slice(1))).toEqual([])
  })

  test('finds a clock in code, and none in comments or in other modules', () => {
    const of = (path: string, source: string) => impurities({ path, source })
    expect(of('risk/a.ts', 'const a = Date.now() // process.env')).toEqual(['risk/a.ts: Date.now'])
    expect(of('ledger/a.ts', "const u = 'http://x' + await f()")).toEqual(['ledger/a.ts: await'])
    expect(of('ledger/a.ts', '/** we fetch and await nothing */')).toEqual([])
    expect(of('store/a.ts', 'await f()')).toEqual([])
  })
})
