import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { chainFolder } from '../../src/cli/chain-folder'
import { migrate } from '../../src/cli/migrations'
import { startEmbeddedPostgres } from '../../src/cli/postgres'
import { EXIT } from '../../src/errors'
import { runCli } from '../support/cli'
import { FIXTURE } from '../support/recordings'

const folder = mkdtempSync(join(tmpdir(), 'linchpin-embedded-'))
// When root runs the tests, another user runs the server, and needs access.
chmodSync(folder, 0o755)
const env = { LINCHPIN_DATA_DIR: folder, LINCHPIN_RECORDING: FIXTURE, DB_URL: '', DB_HOST: '' }

afterAll(() => rmSync(folder, { recursive: true }))

it('digest and rewind reach the embedded Postgres, while it runs and when it is stopped', async () => {
  expect((await runCli(['digest'], env)).stderr).toContain('error LP1002')
  const name = chainFolder({ network: 'custom', deploymentFile: null }, FIXTURE)
  const server = await startEmbeddedPostgres({ dataDir: join(folder, name), print: () => {} })
  try {
    await migrate(server.url)
    const { code, stderr } = await runCli(['digest'], env)
    expect([code, stderr]).toEqual([EXIT.FAILED, expect.stringContaining('error LP3007')])
    const rewound = await runCli(['rewind', '--to', '5'], env)
    expect(rewound.stderr).toContain('error LP3006')
  } finally {
    await server.stop()
  }
  expect((await runCli(['digest', '--verify'], env)).stderr).toContain('error LP3007')
})
