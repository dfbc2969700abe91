// Size of a snapshot, and what it costs to make it and to restore it, beside the cost of indexing the same chain.
// npm run bench:snapshot -- --recording DIR     a recorded chain
// npm run bench:snapshot -- --chain DIR         a generated chain: DIR/server.mjs serves DIR/<data> by JSON-RPC
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { deploymentOf, MAIN, startSource } from './chain-source.mjs'
import { postgresCpu } from './postgres-cpu.mjs'
import { report } from './report.mjs'

const require = createRequire(import.meta.url)
const { startEmbeddedPostgres } = require('../lib/cli/postgres')
const { Client } = require('pg')

const { values: options } = parseArgs({
  options: {
    recording: { type: 'string' },
    chain: { type: 'string' },
    data: { type: 'string', default: 'data' },
  },
})
if (!options.recording === !options.chain) throw new Error('Give --recording DIR or --chain DIR.')

const USAGE = new URL('usage.mjs', import.meta.url).href
const work = mkdtempSync(join(tmpdir(), 'linchpin-bench-'))
// When root runs the benchmark another user runs the server, and must be able to enter.
chmodSync(work, 0o755)
const postgres = await startEmbeddedPostgres({ dataDir: work, print() {} })
const source = await startSource(options)
const file = join(work, 'snapshot.tar')

try {
  await query(postgres.url, 'CREATE DATABASE restored')
  const restored = postgres.url.replace(/\/linchpin$/, '/restored')
  await measure('index', postgres.url, ['index', '--until-head'])
  await measure('snapshot create', postgres.url, ['snapshot', 'create', file])
  await measure('snapshot restore', restored, ['snapshot', 'restore', file])
  const sizes = `SELECT pg_database_size('linchpin')::float8 AS indexed, pg_database_size('restored')::float8 AS restored,
    (SELECT count(*)::int FROM contract_event) AS events`
  const [{ indexed, restored: copy, events }] = await query(postgres.url, sizes)
  const mb = (bytes) => Math.round(bytes / 1e6)
  report('size', {
    events,
    fileMb: mb(statSync(file).size),
    indexedMb: mb(indexed),
    restoredMb: mb(copy),
  })
  await run(restored, ['digest', '--compare', postgres.url], 'inherit')
} finally {
  source.stop()
  await postgres.stop()
  rmSync(work, { recursive: true, force: true })
}

/** Runs a command and prints its seconds, of the clock and of the CPU, and its memory. */
async function measure(name, url, args) {
  const before = postgresCpu(work)
  const from = performance.now()
  await run(url, args, 'ignore')
  const wall = (performance.now() - from) / 1000
  const { cpu, peakMb } = JSON.parse(readFileSync(join(work, 'usage.json'), 'utf8'))
  const figure = (value) => Number(value.toFixed(1))
  const ofPostgres = figure(postgresCpu(work) - before)
  report(name, { wall: figure(wall), cpu: figure(cpu), postgresCpu: ofPostgres, peakMb })
}

async function run(url, args, stdout) {
  const env = {
    ...process.env,
    DB_URL: url,
    RPC_ENDPOINT: source.url,
    LINCHPIN_NETWORK: 'custom',
    LINCHPIN_DEPLOYMENT: deploymentOf(options, work),
    BENCH_USAGE: join(work, 'usage.json'),
  }
  const stdio = ['ignore', stdout, stdout === 'inherit' ? 'inherit' : 'ignore']
  const child = spawn('node', [`--import=${USAGE}`, MAIN, ...args], { env, stdio })
  const code = await new Promise((resolve) => child.on('exit', resolve))
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`)
}

async function query(url, text) {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
