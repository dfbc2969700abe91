import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CHECKS, diagnose } from './diagnose'
import type { DatabaseFacts, Facts, ProviderFacts } from './facts'
import { jsonReport, textReport } from './report'

const DATABASE: DatabaseFacts = {
  database: 'linchpin',
  role: 'owner',
  host: '10.0.0.5:5432',
  isEmbedded: false,
  isNear: true,
  isEncrypted: false,
  version: 170_006,
  refused: null,
  pending: 0,
  isSuperuser: false,
  locale: 'C',
  collation: null,
  settings: {
    fsync: true,
    fullPageWrites: true,
    autovacuum: true,
    statementTimeout: 0,
    idleInTransactionTimeout: 0,
  },
  connections: 97,
  pooler: 'none',
  disk: { free: 100 * 2 ** 30, where: '/data' },
  bytes: 2 ** 30,
  invalidIndexes: [],
  wraparound: 0.01,
  index: null,
}

const PROVIDER: ProviderFacts = {
  name: 'https://node',
  isNear: false,
  isEncrypted: true,
  sameAs: null,
  silent: null,
  chainId: 1,
  isSyncing: false,
  head: { number: 24_000_000, seconds: 9 },
  finalizedTag: true,
  history: true,
  receipts: true,
  state: true,
  logRange: 10_000,
  triedRange: 10_000,
  batch: 100,
  milliseconds: 40,
  throttled: null,
  hashOfFinal: null,
}

const SOUND: Facts = {
  machine: {
    node: '24.11.1',
    engines: '^20.19.0 || ^22.13.0 || >=24',
    memory: 2 ** 32,
    clocks: [{ of: 'the database', seconds: 0.1 }],
  },
  configuration: {
    refused: null,
    dotEnv: { mode: 0o600, holdsSecrets: true, shadowed: [] },
    source: 'providers',
    files: { deployment: null, labels: null, prices: null, rules: null, recording: null },
    ports: [{ name: 'GQL_PORT', port: 4350 }],
    defaultPasswordAt: null,
  },
  chain: {
    chainId: 1,
    network: 'mainnet',
    startBlock: 17_000_000,
    isPublic: true,
    maxLagSeconds: 120,
    rateLimit: 0,
  },
  database: DATABASE,
  providers: [PROVIDER],
  portal: null,
}

const withDatabase = (facts: Partial<DatabaseFacts>): Facts => ({
  ...SOUND,
  database: { ...DATABASE, ...facts },
})
const withProvider = (facts: Partial<ProviderFacts>): Facts => ({
  ...SOUND,
  providers: [{ ...PROVIDER, ...facts }],
})
const withMachine = (facts: Partial<Facts['machine']>): Facts => ({
  ...SOUND,
  machine: { ...SOUND.machine, ...facts },
})
const found = (facts: Facts) => diagnose(facts).findings.map(({ check }) => check)

test('sound facts have no finding, and every check is made', () => {
  const { findings, unchecked, passed, exitCode } = diagnose(SOUND)
  expect([findings, unchecked, exitCode]).toEqual([[], [], 0])
  expect(passed).toEqual(CHECKS.map(({ id }) => id))
})

describe('what a test cannot plant in a machine', () => {
  test.each<[string, Facts]>([
    ['machine.node', withMachine({ node: '20.18.3' })],
    ['machine.node', withMachine({ node: '21.7.0' })],
    ['machine.memory', withMachine({ memory: 256 * 2 ** 20 })],
    ['machine.clock', withMachine({ clocks: [{ of: 'the database', seconds: -11 }] })],
    ['database.disk', withDatabase({ disk: { free: 2 ** 29, where: '/data' } })],
    ['database.version', withDatabase({ version: 130_022 })],
    ['database.encrypted', withDatabase({ isNear: false })],
    ['database.collation', withDatabase({ collation: { stored: '2.31', actual: '2.36' } })],
    ['database.wraparound', withDatabase({ wraparound: 0.8 })],
    ['provider.encrypted', withProvider({ isEncrypted: false })],
    ['provider.head', withProvider({ head: { number: 24_000_000, seconds: 600 } })],
  ])('is found by %s', (check, facts) => {
    expect(found(facts)).toEqual([check])
  })
})

test.each(['20.19.0', '20.20.2', '22.13.0', '24.0.0', '25.1.0'])('Node %s is supported', (node) => {
  expect(found(withMachine({ node }))).toEqual([])
})

test('one provider that has what another lacks is enough', () => {
  const lacking = {
    ...PROVIDER,
    name: 'https://other',
    receipts: { not: 'no' },
    state: { not: 'no' },
    logRange: 5,
  }
  expect(found({ ...SOUND, providers: [lacking, PROVIDER] })).toEqual([])
  expect(found({ ...SOUND, providers: [lacking] })).toEqual([
    'provider.receipts',
    'provider.archive',
    'provider.range',
  ])
})

test('a range as wide as the chain is not narrow', () => {
  expect(found(withProvider({ logRange: 12, triedRange: 12 }))).toEqual([])
})

test('the exit code is that of what a person must correct first', () => {
  const wrongChain = withProvider({ chainId: 5 })
  expect(diagnose(wrongChain).exitCode).toBe(65)
  const both: Facts = { ...wrongChain, machine: { ...SOUND.machine, node: '18.0.0' } }
  expect(diagnose(both).exitCode).toBe(78)
  expect(
    diagnose(withDatabase({ settings: { ...DATABASE.settings, fsync: false } })).exitCode,
  ).toBe(69)
  expect(diagnose(withDatabase({ isSuperuser: true })).exitCode).toBe(0)
})

test('checks that could not be made say why, and are not passed', () => {
  const refused = { code: 'LP3001', message: 'no', hint: 'start it', exitCode: 69 }
  const { findings, unchecked, passed } = diagnose({ ...SOUND, database: refused })
  expect(findings).toMatchObject([{ check: 'database.reachable', code: 'LP3001', fix: 'start it' }])
  expect(unchecked.length).toBeGreaterThan(10)
  expect(passed.filter((id) => unchecked.some(({ check }) => check === id))).toEqual([])
  expect(
    textReport({ ...SOUND, database: refused }, diagnose({ ...SOUND, database: refused })),
  ).toMatch(/^not checked: .*database\.disk.*: the database does not answer$/m)
})

test('the JSON has the findings of the text', () => {
  const facts = withDatabase({ isSuperuser: true })
  const json = JSON.parse(jsonReport(facts, diagnose(facts), '1.2.3'))
  expect(json).toMatchObject({ version: '1.2.3', exitCode: 0, unchecked: [] })
  expect(json.findings).toMatchObject([{ level: 'advice', check: 'database.role', code: null }])
  for (const { problem, fix } of json.findings) {
    expect(textReport(facts, diagnose(facts))).toContain(`  ${problem}\n  fix: ${fix}`)
  }
})

test('docs/doctor.md has a row for every check, in their order, and no other', () => {
  const rows = readFileSync('docs/doctor.md', 'utf8').matchAll(/^\| `([a-z]+\.[a-z]+)` \|/gm)
  expect([...rows].map(([, id]) => id)).toEqual(CHECKS.map(({ id }) => id))
})
