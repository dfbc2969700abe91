// Many clients at once, each request another query, while the index is being written.

import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { outcomeOf, send } from './client.mjs'

/** Addresses of the clients. */
const CLIENTS = Array.from({ length: 8 }, (_, i) => `127.0.1.${i + 1}`)
/** Every so many answers are compared with the same query alone. */
const SAMPLED = 20
/** Milliseconds between the first requests of two connections: a burst of new connections waits in the system, not in the product. */
const START_MS = 10
/** Milliseconds before a client that was refused asks again, as Retry-After says. */
const RETRY_MS = 1_000

/** Queries of rows and metrics; `block` is null for the head, whose number they ask for. */
const QUERIES = [
  (n, block) => `a${n}: operators(${at(block)} limit: ${1 + (n % 50)}, orderBy: id_ASC) { id }`,
  (n, block) =>
    `a${n}: operatorStakes(${at(block)} limit: 50, offset: ${n % 200}, orderBy: [shares_DESC, id_ASC]) { shares operator { id } pool { id } }`,
  (n, block) =>
    `a${n}: stakersConnection(${at(block)} first: ${1 + (n % 30)}, orderBy: id_ASC) { totalCount edges { node { id } } }`,
  (n, block) =>
    `a${n}: avss(${at(block)} limit: 20, offset: ${n % 20}, orderBy: id_ASC) { id registrations: avsRegistrations(limit: 5, orderBy: id_ASC) { id } }`,
  (n, block) => `a${n}: concentration(${at(block)} of: OPERATORS, basis: REGISTERED) { hhi gini }`,
]

const at = (block) => (block === null ? '' : `block: {number: ${block}},`)

/**
 * @param connections at the same time
 * @returns what came, how long the answered ones took, and how many of the sampled ones were wrong
 */
export async function load({ port, connections, seconds }) {
  const outcomes = new Map()
  const times = []
  const samples = []
  const until = performance.now() + seconds * 1000
  let next = 0
  const ask = async (address, startMs) => {
    await wait(startMs)
    while (performance.now() < until) {
      const n = next++
      const write = QUERIES[n % QUERIES.length]
      const query = `{ ${write(n, null)} _meta { block { number } } }`
      const from = performance.now()
      const answer = await send({ port, address }, { body: { query }, deadlineMs: 30_000 })
      const outcome = outcomeOf(answer)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      if (outcome !== '200 DATA') {
        await wait(RETRY_MS)
        continue
      }
      times.push(performance.now() - from)
      if (n % SAMPLED === 0) samples.push({ n, write, data: JSON.parse(answer.text).data })
    }
  }
  await Promise.all(
    Array.from({ length: connections }, (_, i) => ask(CLIENTS[i % CLIENTS.length], i * START_MS)),
  )
  return { outcomes, times, samples }
}

/** Asks sampled queries again, one by one, at the block that they were answered at. @returns how many differ */
export async function compare({ port }, samples) {
  let wrong = 0
  for (const { n, write, data } of samples) {
    const { _meta, ...asked } = data
    const query = `{ ${write(n, _meta.block.number)} }`
    const { text } = await send({ port, address: '127.0.0.2' }, { body: { query } })
    if (!isDeepStrictEqual(JSON.parse(text).data, asked)) wrong++
  }
  return wrong
}
