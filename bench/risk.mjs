// Cost of the stake graph and of the measures on it: milliseconds, best and median of some runs.
import { createRequire } from 'node:module'
import { startWithStake } from './postgres.mjs'
import { report } from './report.mjs'

const require = createRequire(import.meta.url)
const { Graphs } = require('../lib/api/graph/graphs')
const { loadStakers } = require('../lib/api/graph/stakers')
const { openOperation } = require('../lib/api/operation')
const { exposure } = require('../lib/risk/exposure')
const { gini } = require('../lib/risk/gini')
const { hhi } = require('../lib/risk/herfindahl')
const { theil } = require('../lib/risk/entropy')
const { lossCorrelation, lossMoments } = require('../lib/risk/loss-correlation')
const { lossDistribution } = require('../lib/risk/loss-distribution')
const { overlapAt, overlapMatrix } = require('../lib/risk/overlap')
const { population } = require('../lib/risk/population')
const { ratio } = require('../lib/risk/ratio')
const { certificate } = require('../lib/risk/robustness/certificate')
const { headroom } = require('../lib/risk/robustness/headroom')
const { networkOf } = require('../lib/risk/robustness/network-of-exposure')
const { bundleGreedy } = require('../lib/risk/worst/bundle-greedy')
const { control } = require('../lib/risk/worst/control')
const { Pool } = require('pg')

const RUNS = Number(process.env.BENCH_RUNS ?? 7)
const postgres = await startWithStake()
const pool = new Pool({ connectionString: postgres.url })
const kept = new Graphs()
const graph = (await read((operation, block) => kept.at(operation, block))).graph
const one = { unit: 1n, weights: graph.pools.map(() => 1n) }
const matrix = exposure(graph, 'SLASHABLE', one)
const third = matrix.columns.map(() => ratio(1n, 3n))
const faults = { own: matrix.rows.map(() => ratio(1n, 100n)), groups: [] }
const stakers = Array.from({ length: 300_000 }, (_, i) => ({
  id: `0x${i.toString(16).padStart(40, '0')}`,
  // Few have most, and all amounts differ.
  amount: 10n ** 21n / BigInt(1 + i) + BigInt(i),
}))

await time('stake graph, read from Postgres', () =>
  read((operation, block) => new Graphs().at(operation, block)),
)
await time('stake graph, kept', () => read((operation, block) => kept.at(operation, block)))
await time('stakers of the graph, read from Postgres', () =>
  read((operation, block) => loadStakers(operation, block, graph)),
)
await time('exposure of all AVSs', () => exposure(graph, 'SLASHABLE', one))
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
await time('loss distribution, 100,000 draws', () =>
  lossDistribution(
    matrix.rows.map((_, row) => 1 + row),
    faults,
    { seed: 1, draws: 100_000 },
  ).tail(0.99),
)
const network = networkOf(
  exposure(graph, 'DELEGATED', one),
  'SHARED',
  matrix.columns.map(() => 10n ** 18n),
  third,
)
await time('robustness: certificate', () => certificate(network))
await time('robustness: headroom of all AVSs', () => headroom(network))
await time('worst 10 operators, greedy', () => bundleGreedy(control(matrix, third), 10))

await pool.end()
await postgres.stop()

async function read(work) {
  const operation = openOperation(pool, 60_000)
  try {
    return await work(operation, await operation.at())
  } finally {
    await operation.close()
  }
}

function pairs(each) {
  const count = matrix.columns.length
  for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b++) each(a, b)
}

async function time(name, work) {
  const found = []
  for (let run = 0; run < RUNS; run++) {
    const from = performance.now()
    await work()
    found.push(performance.now() - from)
  }
  found.sort((a, b) => a - b)
  const figure = (value) => Number(value.toFixed(2))
  report(name, { best: figure(found[0]), median: figure(found[RUNS >> 1]) })
}
