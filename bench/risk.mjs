// Cost of the stake graph and of the measures on it: milliseconds, best and median of some runs.
// npm run bench:risk -- --recording DIR     risk fields on a recorded chain instead, of both protocols and of each alone
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { startWithStake } from './postgres.mjs'
import { report } from './report.mjs'
import { benchRecorded } from './risk-recorded.mjs'

const require = createRequire(import.meta.url)
const { Graphs } = require('../lib/reads/graph/graphs')
const { loadEncumbered } = require('../lib/reads/governance/allocation-delays')
const { loadQueuedStakes } = require('../lib/reads/graph/queued-stake')
const { captiveStakes } = require('../lib/risk/exits/captive-stake')
const { queueByOperator, queueByPool } = require('../lib/risk/exits/withdrawal-queue')
const { loadStakers } = require('../lib/reads/graph/stakers')
const { openOperation } = require('../lib/api/operation')
const { exposure } = require('../lib/risk/graph/exposure')
const { gini } = require('../lib/risk/concentration/gini')
const { nakamoto } = require('../lib/risk/concentration/nakamoto')
const { hhi } = require('../lib/risk/concentration/herfindahl')
const { theil } = require('../lib/risk/concentration/entropy')
const { lossCorrelation, lossMoments } = require('../lib/risk/correlation/loss-correlation')
const { caseSteps } = require('../lib/risk/losses/fault-cases')
const { lossSteps } = require('../lib/risk/losses/loss-distribution')
const { sharedLoss } = require('../lib/risk/look-through/haircut')
const { followLayers } = require('../lib/risk/look-through/layers')
const { overlapAt, overlapMatrix } = require('../lib/risk/overlap/overlap')
const { population } = require('../lib/risk/concentration/population')
const { ratio } = require('../lib/risk/math/ratio')
const { certificate } = require('../lib/risk/robustness/certificate')
const { headroom } = require('../lib/risk/robustness/headroom')
const { networkOf } = require('../lib/risk/robustness/network-of-exposure')
const { Valuation } = require('../lib/risk/value/valuation')
const { bundleGreedy } = require('../lib/risk/worst/bundle-greedy')
const { control } = require('../lib/risk/worst/control')
const { diffMetric } = require('../lib/metrics/over-time/diff')
const { operatorRankingMetric } = require('../lib/metrics/desk/operator-ranking')
const { overviewMetric } = require('../lib/metrics/desk/overview')
const { seriesOfMetric } = require('../lib/metrics/over-time/series-of')
const { servicesMetric } = require('../lib/metrics/desk/services')
const { lookThroughMetric } = require('../lib/metrics/look-through')
const { simulateMetric } = require('../lib/metrics/simulate')
const { Pool } = require('pg')

const RUNS = Number(process.env.BENCH_RUNS ?? 15)
const { values: options } = parseArgs({ options: { recording: { type: 'string' } } })
if (options.recording) {
  await benchRecorded(options.recording, RUNS)
  process.exit()
}
const NO_CHANGE = { pending: null, effectBlock: null }
const MAGNITUDES = { max: 10n ** 18n, slashable: 10n ** 17n }
/** Of a series. */
const POINTS = 100
const postgres = await startWithStake()
const pool = new Pool({ connectionString: postgres.url })
const kept = new Graphs()
const graph = (await read((operation, block) => kept.at(operation, block))).graph
const one = new Valuation(
  graph.pools.map(() => 1n),
  1n,
)
const matrix = exposure(graph, 'SLASHABLE', one)
const third = matrix.columns.map(() => ratio(1n, 3n))
const faults = { own: matrix.rows.map(() => ratio(1n, 100n)), groups: [] }
const stakers = Array.from({ length: 300_000 }, (_, i) => ({
  id: `0x${i.toString(16).padStart(40, '0')}`,
  // Few have most, and all amounts differ.
  amount: 10n ** 21n / BigInt(1 + i) + BigInt(i),
}))

report('size', {
  operators: graph.operators.length,
  avss: graph.services.length,
  pools: graph.pools.length,
  buckets: graph.buckets.cap.length,
  promises: graph.commitments.set.length,
})
await time('stake graph, read from Postgres', () =>
  read((operation, block) => new Graphs().at(operation, block)),
)
await time('stake graph, kept', () => read((operation, block) => kept.at(operation, block)))
await time(
  'stake graph at the head, after a block with 20 changes',
  () => read((operation, block) => kept.at(operation, block)),
  writeBlock,
)
await time('stakers of the graph, read from Postgres', () =>
  read((operation, block) => loadStakers(operation, block, graph)),
)
await time('withdrawal queue: 30,000 withdrawals by pool and operator', () => read(queue))
await time('captive stake of all operators', () =>
  read(async (operation, block) => {
    const groups = await queue(operation, block)
    return captiveStakes(graph, {
      block: block.number,
      withdrawalDelay: 100_800,
      delays: new Map(
        graph.operators.map((id, i) => [id, { ...NO_CHANGE, stored: 50_000 * (i % 4) }]),
      ),
      encumbered: await loadEncumbered(operation, block),
      queue: groups,
      redistributes: graph.sets.map((_, set) => set % 2 === 0),
      isRedistributable: () => true,
    })
  }),
)
await time('exposure of all AVSs', () => exposure(graph, 'SLASHABLE', one))
await time('HHI, Gini and Nakamoto of all AVSs', () => {
  for (let column = 0; column < matrix.columns.length; column++) {
    const holders = []
    for (let at = matrix.start[column]; at < matrix.start[column + 1]; at++) {
      holders.push({ id: matrix.rows[matrix.row[at]], amount: matrix.value[at] })
    }
    const all = population(holders)
    hhi(all)
    gini(all)
    nakamoto(all, third[column], 'GTE')
  }
})
await time('population of 300,000 stakers', () => population(stakers))
const holders = population(stakers)
await time('HHI of 300,000 stakers', () => hhi(holders))
await time('Gini of 300,000 stakers', () => gini(holders))
await time('Theil of 300,000 stakers', () => theil(holders))
for (const measure of ['JACCARD', 'RUZICKA', 'COSINE']) {
  await time(`overlap of all pairs of AVSs, ${measure}`, () => {
    const all = overlapMatrix(matrix, measure)
    pairs((a, b) => overlapAt(all, a, b))
  })
}
await time('loss correlation of all pairs of AVSs', () => {
  const moments = lossMoments(matrix, faults)
  pairs((a, b) => lossCorrelation(moments, a, b))
})
const losses = matrix.rows.map((_, row) => Math.sqrt(1 + row))
const sampling = { seed: 1, draws: 100_000 }
await time('loss distribution by convolution', () => {
  const { tail } = resultOf(lossSteps(losses, faults, sampling))
  resultOf(tail({ level: 0.99, beyond: 0.01 }))
})
await time('loss cases, 100,000 draws', () => resultOf(caseSteps(losses, faults, sampling)))
await time('layers of 10 tokens: 502 paths, and the loss of each', () => {
  const wrapped = tokensInTokens(10)
  const { layers } = followLayers([{ pool: 1, amount: 10n ** 18n, slashable: ratio(1n) }], wrapped)
  const causes = { slashing: true, unbacked: true }
  const weights = Array.from({ length: 12 }, (_, pool) => BigInt(1 + pool))
  const priced = new Valuation(weights, 1n)
  for (const { token } of layers) sharedLoss(token, wrapped, priced, causes)
})
const network = networkOf(
  exposure(graph, 'DELEGATED', one),
  'SHARED',
  matrix.columns.map(() => 10n ** 18n),
  third,
)
await time('robustness: certificate', () => certificate(network))
await time('robustness: headroom of all AVSs', () => headroom(network))
await time('worst 10 operators, greedy', () => bundleGreedy(control(matrix, third), 10))

const ASKED = { threshold: '1/3', descending: true, includeQueued: true, pricing: pricing() }
await time('services, by stake, 50 rows', () =>
  field(servicesMetric, { ...ASKED, basis: 'REGISTERED', orderBy: 'STAKE' }, (all) =>
    all.avss(0, 50),
  ),
)
await time('services, by cost of corruption, 50 rows', () =>
  field(servicesMetric, { ...ASKED, basis: 'REGISTERED', orderBy: 'COST_OF_CORRUPTION' }, (all) =>
    all.avss(0, 50),
  ),
)
await time('operatorRanking, 50 rows', () =>
  field(operatorRankingMetric, { ...ASKED, orderBy: 'STAKE' }, (all) => all.operators(0, 50)),
)
const fund = (await read((operation, block) => loadStakers(operation, block, graph))).stakers
const POSITION = { ...ASKED, stakers: fund.slice(0, 100), basis: 'SLASHABLE' }
await time('position of 100 stakers: what an AVS takes of it (simulate)', () =>
  field(simulateMetric, { ...POSITION, shocks: [{ byzantineAvs: { avs: graph.services[0] } }] }),
)
await time('position of 100 stakers: where it stands (lookThrough)', () =>
  field(lookThroughMetric, POSITION, (all) => all.avss({ limit: 50 })),
)
await time('overview, stake graph kept', () => field(overviewMetric, ASKED, allOf))
await time('overview, stake graph read', () => field(overviewMetric, ASKED, allOf, new Graphs()))
for (let block = 0; block < POINTS; block++) await writeBlock()
const { number: head } = await read((_, block) => block)
const series = (figures) => ({
  figures: figures.map((figure) => ({ figure })),
  pricing: ASKED.pricing,
  from: head - POINTS + 1,
  to: head,
  every: 1,
})
await time(`seriesOf, ${POINTS} points, 20 changes between them, 1 figure`, () =>
  field(seriesOfMetric, series(['HHI'])),
)
await time(`seriesOf, ${POINTS} points, 20 changes between them, 8 figures`, () =>
  field(
    seriesOfMetric,
    series([
      'HHI',
      'GINI',
      'NAKAMOTO',
      'TOTAL',
      'STAKE',
      'REGISTERED',
      'CAPITAL_AT_RISK',
      'PHANTOM_SHARE',
    ]),
  ),
)
await time('diff of two kept blocks', () =>
  field(diffMetric, { from: head - POINTS + 1, to: head }, (diff) =>
    Promise.all([
      diff.moved({ of: 'OPERATORS', basis: 'REGISTERED', limit: 100 }),
      diff.allocations(),
    ]),
  ),
)
await time('diff of two kept blocks, by worth', () =>
  field(diffMetric, { from: head - POINTS + 1, to: head, pricing: ASKED.pricing }, (diff) =>
    diff.movedValue({ of: 'OPERATORS', basis: 'REGISTERED', limit: 100 }),
  ),
)

globalThis.gc?.()
const { rss, heapUsed } = process.memoryUsage()
report('memory, MB', { rss: Math.round(rss / 1e6), heap: Math.round(heapUsed / 1e6) })

await pool.end()
await postgres.stop()

async function queue(operation, block) {
  const everything = { operator: null, pool: null, stakers: null }
  // Kept with the graph: another one each time.
  const { groups } = await loadQueuedStakes(operation, block, {}, 100_800, everything)
  queueByPool(queueByOperator(groups, block.number, 100_800, () => MAGNITUDES))
  return groups
}

async function read(work) {
  const operation = openOperation(pool, 60_000)
  try {
    return await work(operation, await operation.at())
  } finally {
    await operation.close()
  }
}

/** Pools 1 to `count`, each of a token that all later ones and pool 0 back. */
function tokensInTokens(count) {
  const pools = new Map()
  for (let pool = count; pool > 0; pool--) {
    const inside = [0, ...Array.from({ length: count - pool }, (_, i) => pool + 1 + i)]
    const backing = inside.map((one) => {
      return { pool: one, amount: 10n ** 21n, slashable: ratio(10n ** 20n, BigInt(1 + one)) }
    })
    const token = { id: `t${pool}`, backing, supply: 10n ** 24n, unbacked: 10n ** 22n }
    pools.set(pool, { token, rate: 10n ** 18n + 1n, shares: 10n ** 22n })
  }
  return pools
}

/** Answers a field of the API. @param select computes fields of the answer that are computed when they are selected */
function field(metric, given, select = () => {}, graphs = kept) {
  const labels = { names: new Map(), groupings: new Map(), backedTokens: new Map() }
  const sources = { graphs, labels: () => labels, priceFile: null }
  return read(async (operation) => {
    const work = await metric.prepare(sources, given, operation)
    await select(await work({ report() {} }))
  })
}

/** All of an overview that is computed when it is selected. */
function allOf({ topOperators, topAvss, topExposures }) {
  topExposures(10)
  topOperators(5)
  return topAvss(5)
}

/** Prices of all tokens. */
function pricing() {
  const prices = graph.pools.map((asset, i) => ({ asset, value: `${i + 1}/${i + 2}` }))
  return { numeraire: 'ETH', prices }
}

function pairs(each) {
  const count = matrix.columns.length
  for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b++) each(a, b)
}

/** A block in which 20 operators' stakes change. */
async function writeBlock() {
  const { rows } = await postgres.client.query('SELECT height + 1 AS block FROM cursor')
  const [{ block }] = rows
  await postgres.client.query('BEGIN')
  await postgres.client.query(
    `WITH ended AS (
       UPDATE operator_stake SET to_block = $1::int WHERE id IN (
         SELECT id FROM operator_stake WHERE to_block IS NULL ORDER BY md5(id || ($1::int)::text) LIMIT 20)
       RETURNING key, operator_id, pool_id, shares)
     INSERT INTO operator_stake (id, key, from_block, to_block, operator_id, pool_id, shares)
     SELECT key || '@' || ($1::int)::text, key, $1::int, NULL, operator_id, pool_id, shares + 1 FROM ended`,
    [block],
  )
  await postgres.client.query(
    `INSERT INTO block (id, block, hash, parent_hash, block_time, digest)
     VALUES (($1::int)::text, $1::int, '\\x01', '\\x00', to_timestamp(1700000000 + $1::int), decode(md5(($1::int)::text), 'hex'))`,
    [block],
  )
  await postgres.client.query('UPDATE cursor SET height = $1, head = $1, updated_at = now()', [
    block,
  ])
  await postgres.client.query('COMMIT')
}

/** What a generator returns after its last step. */
function resultOf(steps) {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

async function time(name, work, before = () => {}) {
  const found = []
  for (let run = 0; run < RUNS; run++) {
    await before()
    const from = performance.now()
    await work()
    found.push(performance.now() - from)
  }
  found.sort((a, b) => a - b)
  const figure = (value) => Number(value.toFixed(2))
  report(name, { best: figure(found[0]), median: figure(found[RUNS >> 1]) })
}
