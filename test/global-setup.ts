import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../src/cli/postgres'

/** Losing the data of a test at a power cut is no loss. */
const FAST_AND_UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/**
 * One Postgres for the whole suite, in LINCHPIN_TEST_DATABASE_URL, unless that names one already.
 * @returns the teardown
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.LINCHPIN_TEST_DATABASE_URL) return undefined
  const dataDir = mkdtempSync(join(tmpdir(), 'linchpin-test-'))
  // When root runs the suite another user runs the server, and must be able to enter.
  chmodSync(dataDir, 0o755)
  const server = await startEmbeddedPostgres({
    dataDir,
    print: () => undefined,
    settings: FAST_AND_UNSAFE,
  })
  process.env.LINCHPIN_TEST_DATABASE_URL = server.url
  return async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
