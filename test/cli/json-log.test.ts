import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import { EXIT } from '../../src/errors'
import { upTo } from '../support/chain/forks'
import { runCli } from '../support/cli'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

const JSON_LOG = { LINCHPIN_LOG_FORMAT: 'json' }
const folder = mkdtempSync(join(tmpdir(), 'linchpin-json-'))

let database: TestDatabase
let node: Replay

beforeAll(async () => {
  database = await createTestDatabase('json_log')
  node = await startReplay(upTo(await loadRecording(FIXTURE), 300))
})

afterAll(async () => {
  await node.close()
  await database.drop()
  rmSync(folder, { recursive: true })
})

interface Line {
  level: string
  time: string
  msg: string
  [field: string]: unknown
}

/** All lines of stderr. @throws for one that is not JSON */
function linesOf(stderr: string): Line[] {
  return stderr
    .trim()
    .split('\n')
    .map((line) => {
      const parsed: Line = JSON.parse(line)
      expect(parsed).toMatchObject({ level: expect.any(String), msg: expect.any(String) })
      expect(new Date(parsed.time).toISOString()).toBe(parsed.time)
      return parsed
    })
}

test('every line of an indexer is JSON, at every level, those of the SDK and of its progress too', async () => {
  const env = {
    ...JSON_LOG,
    LINCHPIN_LOG_LEVEL: 'trace',
    DB_URL: database.url,
    RPC_ENDPOINT: node.url,
    LINCHPIN_NETWORK: 'custom',
    LINCHPIN_DEPLOYMENT: resolve(FIXTURE, 'deployment.json'),
    NODE_OPTIONS: '--pending-deprecation --trace-warnings',
  }
  const { code, stderr } = await runCli(['index', '--until-head'], env)
  const lines = linesOf(stderr)
  expect(code).toBe(0)
  const messages = lines.map(({ msg }) => msg)
  expect(messages).toContain('indexing has ended')
  expect(lines.find(({ msg }) => msg === 'indexing has ended')!.summary).toMatch(/digest 0x/)
  expect(lines.some(({ ns }) => String(ns).startsWith('sqd:'))).toBe(true)
})

describe('errors', () => {
  const nowhere = 'postgres://u:p@127.0.0.1:1/d'
  test.each<[string, string[], Record<string, string>, string | null, number]>([
    ['no database', ['index'], {}, 'LP1002', EXIT.CONFIG],
    ['an unknown variable', ['serve'], { LINCHPIN_X: '1' }, 'LP1001', EXIT.CONFIG],
    [
      'a database that does not answer',
      ['digest'],
      { DB_URL: nowhere },
      'LP3001',
      EXIT.UNAVAILABLE,
    ],
  ])('%s is one line of JSON', async (_, args, env, code, exit) => {
    const run = await runCli(args, { ...JSON_LOG, ...env }, folder)
    expect(run.code).toBe(exit)
    expect(linesOf(run.stderr)).toMatchObject([
      { level: 'fatal', code, exitCode: exit, hint: expect.stringMatching(/\w/) },
    ])
  })

  test('a wrong option is JSON', async () => {
    const run = await runCli(['index', '--until-what'], JSON_LOG, folder)
    expect(run.code).toBe(1)
    expect(linesOf(run.stderr)).toMatchObject([{ level: 'error' }])
  })

  test('the setting counts in .env, too', async () => {
    writeFileSync(join(folder, '.env'), 'LINCHPIN_LOG_FORMAT=json\n')
    const run = await runCli(['index'], {}, folder)
    expect(linesOf(run.stderr)).toMatchObject([{ code: 'LP1002' }])
  })
})

test('a variable that the environment sets to nothing is taken from .env', async () => {
  writeFileSync(join(folder, '.env'), 'GQL_PORT=4999\n')
  const { stdout } = await runCli(['config'], { GQL_PORT: '' }, folder)
  expect(stdout).toMatch(/^GQL_PORT +4999 +\(\.env\)$/m)
})
