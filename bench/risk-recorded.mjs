// Cost of risk fields on a recorded chain, of both protocols and of each alone: milliseconds, best and median of some runs.
// The recording is indexed into a database of its own; every token has the price of one ether.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { report } from './report.mjs'

const require = createRequire(import.meta.url)
const { startEmbeddedPostgres } = require('../lib/cli/postgres')
const { openOperation } = require('../lib/api/operation')
const { Graphs } = require('../lib/reads/graph/graphs')
const { isShared } = require('../lib/risk/graph/delegated')
const { computeHere } = require('../lib/metrics/define/computation')
const { METRICS } = require('../lib/metrics')
const { Pool } = require('pg')

/** Defaults of arguments, which GraphQL fills in. */
const DEFAULTS = {
  threshold: '1/3',
  descending: true,
  includeQueued: true,
  draws: 100_000,
  seed: 1,
}
const PROTOCOLS = [null, 'EIGENLAYER', 'SYMBIOTIC']

/** @param runs how often each field is asked */
export async function benchRecorded(recording, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-bench-'))
  // When root runs the benchmark another user runs the server, and must be able to enter.
  chmodSync(folder, 0o755)
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), print() {} })
  try {
    await index(recording, server.url)
    const pool = new Pool({ connectionString: server.url })
    try {
      await measure(pool, runs)
    } finally {
      await pool.end()
    }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(pool, runs) {
  const kept = new Graphs()
  const read = async (work) => {
    const operation = openOperation(pool, 60_000)
    try {
      return await work(operation, await operation.at())
    } finally {
      await operation.close()
    }
  }
  const { graph } = await read((operation, block) => kept.at(operation, block))
  const vaults = graph.buckets.cap.filter((_, bucket) => isShared(graph, bucket)).length
  report('size', {
    operators: graph.operators.length,
    avss: graph.services.length,
    pools: graph.pools.length,
    vaults,
    commitments: graph.commitments.set.length,
  })
  const assets = await pool.query(
    "SELECT '0x' || encode(address, 'hex') AS asset FROM asset WHERE to_block IS NULL",
  )
  const prices = assets.rows.map(({ asset }) => ({ asset, value: '1' }))
  const pricing = { numeraire: 'ETH', sources: ['ARGUMENTS'], prices }
  const labels = { names: new Map(), groupings: new Map(), backedTokens: new Map() }
  const solver = {
    solve() {
      throw new Error('Nothing is searched')
    },
  }
  const sources = {
    graphs: kept,
    labels: () => labels,
    priceFile: null,
    compute: computeHere(solver),
  }
  const byName = new Map(METRICS.map((metric) => [metric.name, metric]))
  /** Answers a field. @param select computes fields of the answer that are computed when they are selected */
  const field = (name, given, select = () => {}) =>
    read(async (operation) => {
      const work = await byName.get(name).prepare(sources, given, operation)
      const answer = await work({ report() {} })
      await select(answer)
      return answer
    })
  const time = async (name, work) => {
    const found = []
    for (let run = 0; run < runs; run++) {
      const from = performance.now()
      await work()
      found.push(performance.now() - from)
    }
    found.sort((a, b) => a - b)
    const figure = (value) => Number(value.toFixed(2))
    report(name, { best: figure(found[0]), median: figure(found[runs >> 1]) })
  }

  await time('stake graph of both, read from Postgres', () =>
    read((operation, block) => new Graphs().at(operation, block)),
  )
  for (const protocol of PROTOCOLS) {
    const asked = { ...DEFAULTS, pricing, ...(protocol && { scope: { protocol } }) }
    const of = protocol ?? 'both'
    const { avss } = await field('leverage', asked)
    const profit = avss.map(({ avs }) => ({ avs: avs.id ?? avs, value: '100' }))
    const robustness = { ...asked, basis: 'SLASHABLE', assumptions: { profit }, search: 0 }
    const { verdict } = await field('robustness', robustness)
    await time(`robustness, ${of}: ${verdict}`, () => field('robustness', robustness))
    const losses = { ...asked, faults: { probability: '0.01' }, levels: ['0.99'] }
    const { meta } = await field('lossDistribution', losses)
    await time(`lossDistribution, ${of}: ${meta.method}, ${meta.nullReason ?? 'all'}`, () =>
      field('lossDistribution', losses),
    )
    await time(`leverage, ${of}`, () => field('leverage', asked))
    await time(`services, by cost of corruption, ${of}`, () =>
      field('services', { ...asked, basis: 'SLASHABLE', orderBy: 'COST_OF_CORRUPTION' }, (all) =>
        all.avss({ limit: 50, offset: 0 }),
      ),
    )
    await time(`overview, ${of}`, () => field('overview', asked))
  }
  const { rows } = await pool.query(
    `SELECT slashing_id AS id FROM vault_slashing WHERE to_block IS NULL AND realized > 0 ORDER BY id DESC LIMIT 20`,
  )
  if (rows.length > 0) {
    await time(`slashingLosses of ${rows.length} slashings of vaults`, async () => {
      for (const { id } of rows)
        await field('slashingLosses', { slashing: id, limit: 100, offset: 0 })
    })
  }
  await time('coSlashings by days', () =>
    field('coSlashings', { among: 'OPERATORS', window: 'DAY' }),
  )
}

function index(recording, url) {
  const args = ['lib/cli/main.js', 'index', '--recording', recording, '--until-head']
  const child = spawn(process.execPath, args, {
    env: { ...process.env, DB_URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`Indexing ended with ${code}`))
    })
  })
}
