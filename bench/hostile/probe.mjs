// Ten cheap queries a second from a thread of their own, and what the product takes meanwhile.
import { parentPort, workerData } from 'node:worker_threads'
import { outcomeOf, send } from './client.mjs'
import { childrenOf, megabytesOf } from './product.mjs'

const { port, address, pid, postmaster, operators } = workerData
/** A cheap query that takes longer has failed. */
const PATIENCE_MS = 10_000
let sent = 0
let times = []
let failures = []
let memory = 0
let backend = 0

/** Each one another text, so that no answer is cached: rows, a row, a connection, a short metric, the head. */
const CHEAP = [
  (n) => `{ a${n}: operators(limit: 20, orderBy: id_ASC) { id address } }`,
  (n) => `{ a${n}: operatorById(id: "${operators[n % operators.length]}") { id address } }`,
  (n) => `{ a${n}: stakersConnection(first: 5, orderBy: id_ASC) { edges { node { id } } } }`,
  (n) => `{ a${n}: concentration(of: OPERATORS, basis: REGISTERED) { hhi } }`,
  (n) => `{ a${n}: _meta { block { number } } }`,
]

async function ask() {
  const n = sent++
  const from = performance.now()
  const query = CHEAP[n % CHEAP.length](n)
  const answer = await send({ port, address }, { body: { query }, deadlineMs: PATIENCE_MS })
  const outcome = outcomeOf(answer)
  if (outcome === '200 DATA') times.push(performance.now() - from)
  else failures.push(outcome)
}

function measure() {
  memory = Math.max(memory, megabytesOf(pid))
  for (const child of childrenOf(postmaster)) backend = Math.max(backend, megabytesOf(child))
}

setInterval(ask, 100)
setInterval(measure, 100)
parentPort.on('message', () => {
  measure()
  parentPort.postMessage({ times, failures, memory, backend })
  times = []
  failures = []
  memory = 0
  backend = 0
})
