// The API under attack, with ten cheap queries a second beside it from another client, on a recorded network.
// npm run bench:hostile -- --recording DIR                each attack, one after another
// npm run bench:hostile -- --recording DIR --only REGEXP  those whose name matches
// npm run bench:hostile -- --recording DIR --shared       the cheap queries come from the attacker's address
// npm run bench:hostile -- --recording DIR --load        500 connections of mixed queries while the recording is indexed
// npm run bench:hostile -- --recording DIR --costs       milliseconds of fields: estimated, and as measured
// npm run bench:hostile -- --recording DIR --database URL it is indexed there already
import { once, setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { send } from './hostile/client.mjs'
import { measureCosts } from './hostile/costs.mjs'
import { DOCUMENTS } from './hostile/documents.mjs'
import { FREEZING } from './hostile/freezing.mjs'
import { networkOf } from './hostile/network.mjs'
import { postmasterOf, startApi, startDatabase } from './hostile/product.mjs'
import { runDocument, SOCKETS } from './hostile/sockets.mjs'
import { underLoad } from './hostile/under-load.mjs'
import { report } from './report.mjs'

const { values: options } = parseArgs({
  options: {
    recording: { type: 'string' },
    database: { type: 'string' },
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '6' },
    shared: { type: 'boolean', default: false },
    load: { type: 'boolean', default: false },
    costs: { type: 'boolean', default: false },
  },
})
/** After an attack, until what it left is measured. */
const AFTER_MS = 2_000

if (!options.recording) throw new Error('Name the folder of a recorded network: --recording DIR')
if (options.load) {
  await underLoad(options.recording)
  process.exit(0)
}

const database = await startDatabase(options.recording, options.database)
let api = await startApi(database.url)
const postmaster = await postmasterOf(database.url)
const network = await networkOf(api)
if (options.costs) {
  await measureCosts(api, network)
  await api.stop()
  await database.stop()
  process.exit(0)
}
let probe = startProbe()
await wait(2_000)

const attacks = [
  { name: 'nothing', outcomes: [], run: ({ signal }) => once(signal, 'abort') },
  ...DOCUMENTS.map((attack) => ({ ...attack, run: (context) => runDocument(attack, context) })),
  ...SOCKETS,
  FREEZING,
].filter(({ name }) => new RegExp(options.only).test(name))
for (const attack of attacks) await measure(attack)

const attack = runFor(attacks.at(-1))
await wait(1_000)
report('SIGTERM during an attack', { 'ms until it ended': await api.stop() })
await attack
await probe.terminate()
await database.stop()
process.exit(0)

async function measure(attack) {
  await takeFigures()
  const { outcomes, isOver } = await runFor(attack)
  const during = await takeFigures()
  await isOver
  await wait(AFTER_MS)
  const after = await takeFigures()
  const unexpected = [...outcomes.keys()].filter((outcome) => !attack.outcomes.includes(outcome))
  report(attack.name, {
    ...during,
    ...Object.fromEntries(Object.entries(after).map(([name, value]) => [`then ${name}`, value])),
    answers: [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', '),
    ...(unexpected.length > 0 && { unexpected: unexpected.join(', ') }),
  })
  if (api.hasEnded()) await restart()
}

async function runFor(attack) {
  const outcomes = new Map()
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  const context = {
    port: api.port,
    address: '127.0.0.1',
    network,
    postmaster,
    signal: controller.signal,
    count: (outcome) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1),
  }
  const isOver = attack.run(context)
  await wait(attack.seconds ? attack.seconds * 1_000 : Number(options.seconds) * 1_000)
  controller.abort()
  return { outcomes, isOver }
}

/** Of the cheap queries and the product, since they were taken before. */
async function takeFigures() {
  probe.postMessage('take')
  const [{ times, failures, memory, backend }] = await once(probe, 'message')
  const sorted = times.sort((a, b) => a - b)
  const at = (part) => Math.round(sorted[Math.floor(sorted.length * part)] ?? Number.NaN)
  const { text = '' } = await send(
    { port: api.port, address: '127.0.0.3' },
    { method: 'GET', path: '/metrics' },
  )
  const lag = /^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1]
  return {
    'p50 ms': at(0.5),
    'p99 ms': at(0.99),
    failed: failures.length === 0 ? 0 : `${failures.length} ${[...new Set(failures)].join(', ')}`,
    'loop p99 ms': Math.round(Number(lag) * 1000),
    'API MB': Math.round(memory),
    'backend MB': Math.round(backend),
  }
}

/** A product that has died is started again, for the next attack. */
async function restart() {
  report('the API has ended', {})
  await probe.terminate()
  api = await startApi(database.url)
  probe = startProbe()
}

function startProbe() {
  const address = options.shared ? '127.0.0.1' : '127.0.0.2'
  const { operators } = network
  return new Worker(new URL('hostile/probe.mjs', import.meta.url), {
    workerData: { port: api.port, pid: api.pid, address, postmaster, operators },
  })
}
