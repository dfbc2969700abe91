// Requests per second of the API on loopback, compared with plain HTTP and pg for the same rows.
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { startWithStake } from './postgres.mjs'
import { report } from './report.mjs'

const require = createRequire(import.meta.url)
const autocannon = require('autocannon')
const { Pool } = require('pg')

const SECONDS = Number(process.env.BENCH_SECONDS ?? 5)
const postgres = await startWithStake()
const api = await startApi(postgres.url)
const plain = await startPlain(postgres.url)
const pools = postgres.data.rows.pool.map((row) => row[1])
const avs = postgres.data.rows.avs[0][1]

const list = (block = '') =>
  `query Stakes($pool: Bytes!, $offset: Int!) { operatorStakes(${block} where: {pool: {address_eq: $pool}}, orderBy: [shares_DESC], limit: 100, offset: $offset) { shares operator { address } pool { address } } }`
/** A page of the list; every number is another page, so that no response is cached. */
const page = (i) => ({ pool: pools[i % pools.length], offset: Math.floor(i / pools.length) % 900 })
const concentration = (k) => ({
  query: `{ concentration(of: OPERATORS, scope: {avs: "${avs}", pool: "${pools[0]}"}, basis: REGISTERED) { hhi effectiveNumber top(k: ${k}) nakamoto(threshold: HALF) { count } } }`,
})

let pages = 0
for (const [turn, connections] of [1, 10, 50].entries()) {
  // Pages of its own for each turn, so that none is cached, and the same ones for both.
  const first = turn * 30_000
  pages = first
  const requests = () => ({ query: list(), variables: page(pages++) })
  const label = `list of 100 stakes, each request a different page, ${connections} connections`
  const ours = await measure(label, { connections, requests })
  pages = first
  const rate = await measure(`the same pages by plain HTTP and pg, ${connections} connections`, {
    connections,
    url: plain.url,
    requests,
  })
  report(`ratio to plain HTTP and pg, ${connections} connections`, {
    ratio: (ours / rate).toFixed(2),
  })
}
await measure('the same list again, 50 connections', {
  connections: 50,
  requests: () => ({ query: list(), variables: page(0) }),
})
for (const [name, requests] of [
  ['concentration of one AVS at the head', () => concentration(3)],
  ['concentration, each request a different text', (i) => concentration(1 + i)],
]) {
  await measure(`${name}, 50 connections`, { connections: 50, requests })
}
const final = { query: list('block: {number: 900},'), variables: page(0) }
await measure('a final block, cached, 50 connections', { connections: 50, requests: () => final })
api.kill()
plain.close()
await postgres.stop()

async function measure(name, { connections, requests, url = api.url }) {
  let sent = 0
  const before = cpuOf(api.pid)
  const result = await autocannon({
    url,
    connections,
    duration: SECONDS,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        setupRequest: (request) => ({
          ...request,
          body: JSON.stringify(requests(sent++)),
        }),
      },
    ],
  })
  const { latency, errors, non2xx } = result
  const cpu = cpuOf(api.pid) - before
  report(name, {
    'requests/s': Math.round(result.requests.average),
    'p50 ms': latency.p50,
    'p97.5 ms': latency.p97_5,
    'p99 ms': latency.p99,
    'API CPU ms/request': url === api.url ? (cpu / result.requests.total).toFixed(3) : '',
    failed: errors + non2xx,
  })
  return result.requests.average
}

/** CPU milliseconds that a process has used. */
function cpuOf(pid) {
  const { readFileSync } = require('node:fs')
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(') ')[1]
    .split(' ')
    .slice(11, 13)
  return (Number(user) + Number(system)) * 10
}

async function startApi(databaseUrl) {
  const main = fileURLToPath(new URL('../lib/cli/main.js', import.meta.url))
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { ...process.env, DB_URL: databaseUrl, GQL_PORT: '4391', LINCHPIN_LOG_LEVEL: 'error' },
    stdio: 'inherit',
  })
  const url = 'http://127.0.0.1:4391/graphql'
  for (;;) {
    const ready = await fetch(url.replace('graphql', 'status')).catch(() => null)
    if (ready?.ok) return Object.assign(child, { url })
    await new Promise((done) => setTimeout(done, 100))
  }
}

/** The minimum work for the same pages: one prepared statement, one JSON text. */
async function startPlain(connectionString) {
  const pool = new Pool({ connectionString, max: 10 })
  const text = `SELECT shares::text, operator_id, pool_id FROM operator_stake
    WHERE to_block IS NULL AND pool_id = $1 ORDER BY operator_stake.shares DESC LIMIT 100 OFFSET $2`
  const server = createServer(async (request, response) => {
    const parts = []
    for await (const part of request) parts.push(part)
    const asked = JSON.parse(Buffer.concat(parts).toString()).variables
    const { rows } = await pool.query({ name: 'list', text, values: [asked.pool, asked.offset] })
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data: { rows } }))
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => Promise.all([pool.end(), server.close()]),
  }
}
