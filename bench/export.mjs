// Exports of a million rows: seconds, memory, sums against SQL, and what an indexer on the same database loses meanwhile.
// BENCH_ROWS: events; BENCH_STAKERS: stakers; BENCH_RUNS: indexings alone and beside exports; 0: none.
// npm run bench:export -- --chain DIR     the events of a generated chain, which DIR/server.mjs serves by JSON-RPC, as indexed
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { deploymentOf, startSource } from './chain-source.mjs'
import { SIZE, startWithStake } from './postgres.mjs'
import { report } from './report.mjs'

const { Client } = createRequire(import.meta.url)('pg')

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000)
const STAKERS = Number(process.env.BENCH_STAKERS ?? SIZE.stakers)
const RUNS = Number(process.env.BENCH_RUNS ?? 3)
/** Five events of a block. */
const BLOCKS = Math.ceil(ROWS / 5)
const RECORDING = 'fixtures/eigenlayer-a'

const folder = mkdtempSync(join(tmpdir(), 'linchpin-bench-export-'))
const postgres = await startWithStake({ ...SIZE, stakers: STAKERS })
const duck = await (await DuckDBInstance.create()).connect()
const { values: options } = parseArgs({
  options: { chain: { type: 'string' }, data: { type: 'string', default: 'data' } },
})
/** Where the events are. */
const events = options.chain ? await indexChain() : postgres
if (!options.chain) await insertEvents(postgres.client)

const [expected] = (
  await events.client.query(`SELECT count(*)::text AS rows,
     sum((arguments->>'shares')::numeric)::text AS shares, sum(log_index)::text AS indexes FROM contract_event`)
).rows
for (const format of ['csv', 'parquet']) {
  const out = join(folder, format)
  const used = await exported('contractEvents', format, out)
  const sums = `SELECT count(*)::varchar, sum((json_extract_string(arguments, '$.shares'))::hugeint)::varchar, sum(logIndex)::varchar
    FROM ${read(out, 'contractEvents', format)}`
  const [[rows, shares, indexes]] = (await duck.runAndReadAll(sums)).getRowsJson()
  const isEqual = JSON.stringify({ rows, shares, indexes }) === JSON.stringify(expected)
  report(`contractEvents to ${format}`, { rows, ...used, mb: sizeOf(out), sumsEqual: isEqual })
}

const [stakes] = (
  await postgres.client.query(`SELECT count(*)::text AS rows, sum(deposit_shares)::text AS shares
     FROM stake WHERE to_block IS NULL`)
).rows
for (const format of ['csv', 'parquet']) {
  const out = join(folder, `stakes-${format}`)
  const used = await exported('stakes', format, out, postgres)
  const [[rows, shares]] = (
    await duck.runAndReadAll(
      `SELECT count(*)::varchar, sum(depositShares::hugeint)::varchar FROM ${read(out, 'stakes', format)}`,
    )
  ).getRowsJson()
  const isEqual = rows === stakes.rows && shares === stakes.shares
  report(`stakes to ${format}, computed fields too`, {
    rows,
    ...used,
    mb: sizeOf(out),
    sumsEqual: isEqual,
  })
}

// An indexing alone and one beside exports in turn, so that what else the machine does is the same for both.
const alone = []
const beside = []
for (let run = 0; run < RUNS; run++) {
  alone.push(await indexed(`alone_${run}`))
  const exporting = exportUntil()
  beside.push(await indexed(`beside_${run}`))
  exporting.stop()
  await exporting.ended
}
const best = (runs, key) => Math.min(...runs.map((one) => one[key]))
if (RUNS > 0) {
  report('an indexer beside exports', {
    secondsAlone: best(alone, 'seconds'),
    secondsBeside: best(beside, 'seconds'),
    cpuAlone: best(alone, 'cpu'),
    cpuBeside: best(beside, 'cpu'),
  })
}

if (events !== postgres) await events.client.end()
await postgres.stop()
rmSync(folder, { recursive: true, force: true })
process.exit()

/** Events of the shape of deposits and delegated shares, five in each block, a block each twelve seconds. */
async function insertEvents(client) {
  await client.query(
    `INSERT INTO block (id, block, hash, parent_hash, block_time, digest)
     SELECT n::text, n, sha256(n::text::bytea), sha256((n - 1)::text::bytea), to_timestamp(1700000000 + 12 * n), sha256(('d' || n)::bytea)
     FROM generate_series(2, $1::int) n`,
    [BLOCKS],
  )
  await client.query(
    `INSERT INTO contract_event (id, block, log_index, transaction_index, transaction_hash, block_time, address, kind, status,
       name, signature, arguments, topics, data)
     SELECT lpad(block::text, 9, '0') || '-' || lpad(index::text, 6, '0'), block, index, index / 2, sha256(n::text::bytea),
       to_timestamp(1700000000 + 12 * block), decode('39053d51b77dc0d36036fc1fcc8cb819df8ef37a', 'hex'), 'DELEGATION_MANAGER',
       'DECODED', 'OperatorSharesIncreased', 'OperatorSharesIncreased(address,address,address,uint256)',
       jsonb_build_object('operator', '0x1' || lpad(to_hex(n % 3000), 39, '0'), 'staker', '0x4' || lpad(to_hex(n % 300000), 39, '0'),
         'strategy', '0x3' || lpad(to_hex(n % 100), 39, '0'), 'shares', (n::numeric * 1000000007 * 1000000009)::text), NULL, NULL
     FROM (SELECT n, 1 + n / 5 AS block, n % 5 AS index FROM generate_series(0, $1::int - 1) n) rows`,
    [ROWS],
  )
  await client.query('UPDATE cursor SET height = $1, finalized_height = $1', [BLOCKS])
  await client.query('ANALYZE')
}

/** Indexes the generated chain into a database of its own on the same server. */
async function indexChain() {
  const source = await startSource(options)
  const url = await createDatabase('chain')
  const env = {
    RPC_ENDPOINT: source.url,
    LINCHPIN_NETWORK: 'custom',
    LINCHPIN_DEPLOYMENT: deploymentOf(options, folder),
  }
  report('indexing the chain', await measured(['index', '--until-head'], url, env))
  source.stop()
  const client = new Client({ connectionString: url })
  await client.connect()
  return { url, client }
}

async function createDatabase(name) {
  await postgres.client.query(`CREATE DATABASE ${name}`)
  const url = new URL(postgres.url)
  url.pathname = `/${name}`
  return url.toString()
}

/** An export by the command. */
async function exported(entity, format, out, { url } = events) {
  return measured(['export', entity, '--format', format, '--out', out, '--block', 'final'], url)
}

function read(out, entity, format) {
  return format === 'csv'
    ? `read_csv('${out}/${entity}.csv', all_varchar = false, types = {'${entity === 'stakes' ? 'depositShares' : 'arguments'}': 'VARCHAR'})`
    : `read_parquet('${out}/${entity}/*/*.parquet')`
}

/** Megabytes of the files of a manifest. */
function sizeOf(out) {
  const { tables } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))
  const bytes = tables
    .flatMap(({ files }) => files)
    .reduce((sum, { path }) => sum + statSync(join(out, path)).size, 0)
  return Math.round(bytes / 1e6)
}

/** Indexes the recording into a database of its own on the same server. */
async function indexed(name) {
  const url = await createDatabase(name)
  const used = await measured(['index', '--recording', RECORDING, '--until-head'], url)
  await postgres.client.query(`DROP DATABASE ${name} WITH (FORCE)`)
  return used
}

/** Exports one after another until it is stopped. */
function exportUntil() {
  let isStopped = false
  const ended = (async () => {
    while (!isStopped) await exported('contractEvents', 'parquet', join(folder, 'beside'))
  })()
  return {
    ended,
    stop() {
      isStopped = true
    },
  }
}

/** Runs a command. @returns seconds, seconds of the processor, and megabytes at most */
function measured(args, url, more = {}) {
  const usage = join(folder, `usage-${args[0]}-${Math.random()}.json`)
  const from = performance.now()
  const child = spawn(
    process.execPath,
    ['--import', './bench/usage.mjs', 'lib/cli/main.js', ...args],
    {
      env: { ...process.env, ...more, DB_URL: url, BENCH_USAGE: usage },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let log = ''
  child.stderr.on('data', (text) => {
    log += text
  })
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(log))
      const { cpu, peakMb } = JSON.parse(readFileSync(usage, 'utf8'))
      const seconds = Math.round((performance.now() - from) / 100) / 10
      resolve({ seconds, cpu: Math.round(cpu * 10) / 10, peakMb })
    })
  })
}
