import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { report } from '../report.mjs'
import { send } from './client.mjs'
import { compare, load } from './load.mjs'
import { startApi, startEmptyDatabase, startIndex } from './product.mjs'

const CONNECTIONS = 500
const SECONDS = 30
const WARMING_SECONDS = 5
/** Block at which the load begins. */
const FROM_BLOCK = 500

/** 500 connections for 30 s while a recording is indexed: what came, how long it took, and whether it was right. */
export async function underLoad(recording) {
  const database = await startEmptyDatabase()
  const index = startIndex(recording, database.url)
  const indexed = once(index, 'exit')
  const api = await startApi(database.url)
  // A server that has just started compiles its own code first.
  await untilBlock(api, 1)
  await load({ ...api, connections: 10, seconds: WARMING_SECONDS })
  const first = await untilBlock(api, FROM_BLOCK)
  const { outcomes, times, samples } = await load({
    ...api,
    connections: CONNECTIONS,
    seconds: SECONDS,
  })
  const last = await heightOf(api)
  const isRunning = index.exitCode === null
  await indexed
  const wrong = await compare(api, samples)
  const sorted = times.sort((a, b) => a - b)
  report(`${CONNECTIONS} connections for ${SECONDS} s beside the index`, {
    answered: times.length,
    'p50 ms': Math.round(sorted[Math.floor(sorted.length / 2)]),
    'p99 ms': Math.round(sorted[Math.floor(sorted.length * 0.99)]),
    blocks: `${first} to ${last}${isRunning ? '' : ', its end'}`,
    compared: samples.length,
    wrong,
    'hidden as 200': [...outcomes].filter(([outcome]) => /^200 (?!DATA)/.test(outcome)).length,
    answers: [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', '),
  })
  await api.stop()
  await database.stop()
}

async function untilBlock(api, block) {
  for (;;) {
    const height = await heightOf(api)
    if (height >= block) return height
    await wait(200)
  }
}

async function heightOf({ port }) {
  const query = '{ _meta { block { number } } }'
  const { text } = await send({ port, address: '127.0.0.3' }, { body: { query } })
  return JSON.parse(text).data?._meta.block.number ?? 0
}
