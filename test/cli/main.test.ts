import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const MAIN = join(__dirname, '../../lib/cli/main.js')
const folder = mkdtempSync(join(tmpdir(), 'linchpin-cli-'))

interface Result {
  code: number
  stdout: string
  stderr: string
}

/** Runs the program in an empty folder with these variables only. */
function linchpin(args: string[], env: Record<string, string> = {}): Promise<Result> {
  const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } }
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], options, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

afterAll(() => rmSync(folder, { recursive: true }))

describe('linchpin', () => {
  it.each([
    ['index', ['index'], {}, 'LP1002'],
    ['serve', ['serve'], {}, 'LP1002'],
    ['migrate', ['migrate'], {}, 'LP1002'],
    ['index', ['index'], { DB_HOST: 'db' }, 'LP1005'],
    ['config', ['config'], { LINCHPIN_NETWORKS: 'x' }, 'LP1001'],
    ['up', ['up', '--recording', '/none'], {}, 'LP1003'],
  ])('%s %j with %j exits with 78 and %s', async (_, args, env, code) => {
    const { stderr, stdout, ...result } = await linchpin(args, env as Record<string, string>)
    expect(result.code).toBe(78)
    expect(stderr).toMatch(new RegExp(`^error ${code}: .+\\n {2}\\S.+\\n$`, 's'))
    expect(stdout).toBe('')
  })

  it('exits with 65 if a recording is missing', async () => {
    const { code, stderr } = await linchpin(['replay', '/none'])
    expect(code).toBe(65)
    expect(stderr).toMatch(/^error LP2001: /)
  })

  it('rejects options that are not numbers', async () => {
    const { code, stderr } = await linchpin(['index', '--batch-blocks', 'many'])
    expect(code).toBe(1)
    expect(stderr).toContain('must be an integer from 1 to 1000000')
  })

  it('reads .env, after the environment, and prints the origin of values', async () => {
    writeFileSync(join(folder, '.env'), 'GQL_PORT=1\nLINCHPIN_NETWORK=hoodi\nDB_PASS=hidden\n')
    const { code, stdout } = await linchpin(['config'], { GQL_PORT: '2' })
    rmSync(join(folder, '.env'))
    expect(code).toBe(0)
    expect(stdout).toMatch(/^GQL_PORT +2 {2}\(environment\)$/m)
    expect(stdout).toMatch(/^LINCHPIN_NETWORK +hoodi {2}\(\.env\)$/m)
    expect(stdout).toMatch(/^DB_PASS +set {2}\(\.env\)$/m)
    expect(stdout).not.toContain('hidden')
  })
})
