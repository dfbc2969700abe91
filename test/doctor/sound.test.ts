import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../support/cli'
import { examine, examineByCommand, SoundSetup } from '../support/doctor/sound'

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
