import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../support/cli'
import { type Env, examine, examineByCommand, SoundSetup } from '../support/doctor/sound'

let setup: SoundSetup

beforeAll(async () => {
  setup = await SoundSetup.start()
})

afterAll(() => setup.stop())

test('a sound set-up has no finding, and exits with 0', async () => {
  const { exitCode, findings, unchecked, passed, described } = await examineByCommand(
    await setup.env(),
    tmpdir(),
  )
  expect(findings).toEqual([])
  expect(exitCode).toBe(0)
  // The role may not see the folder of the server, as in most set-ups.
  expect(unchecked.map(({ check }) => check)).toEqual(['database.disk'])
  expect(passed.length).toBeGreaterThan(40)
  expect(described.join('\n')).toMatch(/indexed up to block 5000/)
})

test('an empty database and two providers are sound, too', async () => {
  const env = await setup.env()
  const urls = `${env.RPC_ENDPOINT},${await setup.provider()}`
  const database = setup.url(await setup.created())
  const { exitCode, findings } = await examine({ ...env, RPC_ENDPOINT: urls, DB_URL: database })
  expect([exitCode, findings]).toEqual([0, []])
})

test('nothing is written: the database is as before', async () => {
  const name = await setup.created()
  await examine({ ...(await setup.env()), DB_URL: setup.url(name) })
  const { code, stderr } = await runCli(['digest'], { DB_URL: setup.url(name) })
  expect([code, stderr]).toEqual([78, expect.stringContaining('LP3024')])
})

test('the text names each finding with what mends it, faults first, and no secret', async () => {
  const role = await setup.role('SUPERUSER')
  const key = 'key-0123456789abcdef'
  const url = new URL(await setup.provider({ eth_chainId: () => '0x1' }))
  url.pathname = `/v2/${key}`
  const env = { ...(await setup.env()), RPC_ENDPOINT: url.href, DB_URL: setup.url('indexed', role) }
  const { code, stdout } = await runCli(['doctor'], env, tmpdir())
  expect(code).toBe(65)
  expect(stdout).toMatch(/fault: provider\.chain \(LP2002\)\n {2}.* serves chain 1.*\n {2}fix: /)
  expect(stdout.indexOf('provider.chain')).toBeLessThan(stdout.indexOf('advice: database.role'))
  expect(stdout).toMatch(/\d+ checks passed, 1 fault, 1 pieces of advice/)
  expect(stdout).not.toContain(key)
  expect(stdout).not.toContain('correct-horse')
})

/** Name of the fault, the check that finds it, the exit code, and what is planted. */
type Planted = [string, string, number, (setup: SoundSetup) => Env]

const PLANTED: Planted[] = [
  ['a misspelt variable', 'variables', 78, () => ({ LINCHPIN_NETWROK: 'mainnet' })],
  ['a URL without a scheme', 'variables', 78, () => ({ RPC_ENDPOINT: 'node.example.com' })],
  [
    'a deployment file that is not there',
    'deployment',
    78,
    ({ folder }) => ({ LINCHPIN_DEPLOYMENT: join(folder, 'none.json') }),
  ],
  [
    'labels that are not JSON',
    'labels',
    78,
    (one) => ({ LINCHPIN_LABELS: one.file('labels.json', '{') }),
  ],
  [
    'prices without a column',
    'prices',
    78,
    (one) => ({ LINCHPIN_PRICES: one.file('prices.csv', 'token\n0x00\n') }),
  ],
  [
    'a rule that does not exist',
    'rules',
    78,
    (one) => ({ LINCHPIN_RULES: one.file('rules.yaml', 'rules: [{ name: a, rule: none }]') }),
  ],
  ['two servers on one port', 'ports', 69, () => ({ LINCHPIN_NOTIFY_PORT: '4350' })],
  ['no chain', 'chain', 78, () => ({ RPC_ENDPOINT: '' })],
]

test.each(PLANTED)('%s is found', async (_, check, exit, plant) => {
  const { exitCode, findings } = await examine({ ...(await setup.env()), ...plant(setup) })
  expect(findings.map((one) => one.check)).toEqual([`configuration.${check}`])
  expect(findings[0]!.fix).not.toBe('')
  expect(exitCode).toBe(exit)
})

test('a recording without its logs is found', async () => {
  const folder = join(setup.folder, 'recording')
  mkdirSync(folder)
  const env = await setup.env()
  const { exitCode, findings } = await examine({ ...env, LINCHPIN_RECORDING: folder })
  expect(findings.map(({ check, code }) => [check, code])).toEqual([
    ['configuration.deployment', 'LP1003'],
    ['configuration.recording', 'LP2001'],
  ])
  expect(exitCode).toBe(78)
})

test('a .env that others may read, and one that the environment overrides, are found', async () => {
  const folder = join(setup.folder, 'project')
  mkdirSync(folder)
  const { RPC_ENDPOINT, ...env } = await setup.env()
  const line = `RPC_ENDPOINT=${RPC_ENDPOINT}\nLINCHPIN_MAX_LAG_SECONDS=300\n`
  setup.file('project/.env', line, 0o644)
  const { exitCode, findings } = await examineByCommand(
    { ...env, LINCHPIN_MAX_LAG_SECONDS: '60' },
    folder,
  )
  expect(findings.map(({ check, fix }) => [check, fix])).toEqual([
    ['configuration.overridden', expect.stringContaining('LINCHPIN_MAX_LAG_SECONDS')],
    ['configuration.secrets', 'chmod 600 .env'],
  ])
  expect(exitCode).toBe(0)
})

test('the default password is found', async () => {
  await setup.admin(`CREATE ROLE plain LOGIN PASSWORD 'postgres'; GRANT owner TO plain`)
  const url = new URL(setup.url('indexed', 'plain'))
  url.password = 'postgres'
  const { findings } = await examine({ ...(await setup.env()), DB_URL: url.href })
  expect(findings.map(({ check }) => check)).toEqual(['configuration.password'])
})
