import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SOCKETS } from '../../bench/hostile/sockets.mjs'
import { IS_LONG } from '../long.mjs'
import { HostileServer } from './server'

/** Milliseconds of an attack; what is slow is refused after five seconds. */
const ATTACK_MS = 6_000

let server: HostileServer

beforeAll(async () => {
  server = await HostileServer.start('hostile_sockets')
}, 300_000)

afterAll(() => server?.close())

/** What is held open without a request, a slow one, many requests, an answer that nobody reads, and what no route has. */
const FEW = [
  '1,500 slow bodies',
  '3,000 connections that say nothing',
  'half-open sockets, and slow headers',
  'answers of megabytes that nobody reads',
  'pipelining, 500 requests at once',
  'everything beside GraphQL',
]
const CASES = SOCKETS.filter(({ name }) => IS_LONG || FEW.includes(name))

test('the attacks of this run are known', () => {
  const names = SOCKETS.map(({ name }) => name)
  expect(FEW.filter((name) => !names.includes(name))).toEqual([])
})

test.each(CASES)('$name: as expected, others are answered, nothing is left', async (attack) => {
  const seen = new Set<string>()
  const over = new AbortController()
  setMaxListeners(0, over.signal)
  const cheap = server.askCheap(over.signal)
  const { port, address, network } = server
  const count = (outcome: string) => void seen.add(outcome)
  const running = attack.run({ port, address, network, signal: over.signal, count })
  await wait(ATTACK_MS)
  over.abort()
  expect(await cheap).toBeGreaterThan(0)
  await running
  const expected = [...attack.outcomes, 'closed', 'ECONNRESET', 'EPIPE']
  expect([...seen].filter((outcome) => !expected.includes(outcome))).toEqual([])
  await server.expectIdle()
  expect(server.defects).toEqual([])
})
