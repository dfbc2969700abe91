// A Postgres for the time of a benchmark, with a generated network in it.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate, write } from './stake-data.mjs'

const require = createRequire(import.meta.url)
const { startEmbeddedPostgres } = require('../lib/cli/postgres')
const { migrate } = require('../lib/cli/migrations')
const { RULES } = require('../lib/ledger/rules')
const { Client } = require('pg')

/** The size that the promises on speed are about. */
export const SIZE = { operators: 3000, services: 300, pools: 100, stakers: 300_000 }

/** @returns the URL of a database with the network, the network, and how to end it */
export async function startWithStake(size = SIZE) {
  const dataDir = mkdtempSync(join(tmpdir(), 'linchpin-bench-'))
  // When root runs the benchmark another user runs the server, and must be able to enter.
  chmodSync(dataDir, 0o755)
  const server = await startEmbeddedPostgres({ dataDir, print() {} })
  await migrate(server.url)
  const data = generate(size)
  const client = new Client({ connectionString: server.url })
  await client.connect()
  await write(client, data, RULES)
  return {
    url: server.url,
    data,
    client,
    async stop() {
      await client.end()
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
