// Cost of indexing a chain from nothing: events by second and by CPU second of all processes, memory, calls, database.
// npm run bench:ingest -- --recording DIR     a recorded chain
// npm run bench:ingest -- --chain DIR         a generated chain: DIR/server.mjs serves DIR/<data> by JSON-RPC
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { deploymentOf, MAIN, metaOf, startSource } from './chain-source.mjs'
import { postgresCpu } from './postgres-cpu.mjs'
import { report } from './report.mjs'

const require = createRequire(import.meta.url)
const { migrate } = require('../lib/cli/migrations')
const { startEmbeddedPostgres } = require('../lib/cli/postgres')
const { Client } = require('pg')

const { values: options } = parseArgs({
  options: {
    recording: { type: 'string' },
    chain: { type: 'string' },
    data: { type: 'string', default: 'data' },
    'batch-blocks': { type: 'string' },
    profile: { type: 'string' },
    outbox: { type: 'string' },
    stock: { type: 'boolean', default: false },
  },
})
if (!options.recording === !options.chain) throw new Error('Give --recording DIR or --chain DIR.')

const STOCK = new URL('stock-squid.cjs', import.meta.url).pathname
const OUTBOX = new URL('outbox.cjs', import.meta.url).pathname
const USAGE = new URL('usage.mjs', import.meta.url).href
const work = mkdtempSync(join(tmpdir(), 'linchpin-bench-'))
// When root runs the benchmark another user runs the server, and must be able to enter.
chmodSync(work, 0o755)
const dataDir = work
const postgres = await startEmbeddedPostgres({ dataDir, print() {} })
const source = await startSource(options)

const usage = join(work, 'usage.json')
const before = postgresCpu(dataDir)
const from = performance.now()
await run([
  ...(options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : []),
  `--import=${USAGE}`,
  // all: every block is written to the outbox, none: no block is. Left out: those near the head, as it is.
  ...(options.outbox ? [`--require=${OUTBOX}`] : []),
  ...(options.stock ? [STOCK] : [MAIN, 'index', '--until-head']),
  ...(options['batch-blocks'] ? ['--batch-blocks', options['batch-blocks']] : []),
])
const wall = (performance.now() - from) / 1000
const indexer = JSON.parse(readFileSync(usage, 'utf8'))
const database = await measureDatabase()
const cpu = indexer.cpu + postgresCpu(dataDir) - before
const figure = (value) => Number(value.toFixed(2))

report('events', { events: database.events, blocks: database.blocks })
report('events by second', {
  wall: Math.round(database.events / wall),
  cpu: Math.round(database.events / cpu),
})
report('seconds', {
  wall: figure(wall),
  cpu: figure(cpu),
  indexer: figure(indexer.cpu),
  postgres: figure(cpu - indexer.cpu),
})
report('memory, MB', { peak: indexer.peakMb })
report('database', {
  MB: database.mb,
  rows: database.rows,
  outbox: database.announced,
  digest: database.digest ?? 'none',
})
report('source', await source.stats())

source.stop()
await postgres.stop()
rmSync(work, { recursive: true, force: true })

async function run(args) {
  if (options.stock) await migrate(postgres.url)
  const env = {
    ...stockEnv(),
    ...process.env,
    DB_URL: postgres.url,
    RPC_ENDPOINT: source.url,
    LINCHPIN_NETWORK: 'custom',
    LINCHPIN_DEPLOYMENT: deploymentOf(options, work),
    BENCH_USAGE: usage,
    BENCH_OUTBOX: options.outbox,
  }
  const child = spawn('node', args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const code = await new Promise((resolve) => child.on('exit', resolve))
  if (code !== 0) throw new Error(`the indexer ended with ${code}`)
}

/** What the stock processor is told instead of a deployment. */
function stockEnv() {
  if (!options.stock) return {}
  const { contracts, base, total } = metaOf(options)
  return {
    BENCH_CONTRACTS: contracts.join(','),
    BENCH_FROM: String(base),
    BENCH_TO: String(base + total - 76),
  }
}

async function measureDatabase() {
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  const one = async (sql) => Object.values((await client.query(sql)).rows[0])[0]
  const { rows: tables } = await client.query(
    `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  )
  let rows = 0
  for (const { relname } of tables) rows += Number(await one(`SELECT count(*) FROM "${relname}"`))
  const found = {
    events: Number(await one('SELECT count(*) FROM contract_event')),
    blocks: Number(await one('SELECT count(*) FROM block')),
    announced: Number(await one('SELECT count(*) FROM outbox')),
    mb: Math.round(Number(await one('SELECT pg_database_size(current_database())')) / 1e6),
    digest: await one('SELECT max(digest) FROM cursor'),
    rows,
  }
  await client.end()
  return found
}
