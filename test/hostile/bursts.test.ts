import { afterAll, beforeAll, expect, test } from 'vitest'
import { outcomeOf, send } from '../../bench/hostile/client.mjs'
import { HostileServer } from './server'

const REQUESTS = 50
/** How long an operation takes on a busy machine is no promise. */
const PATIENT = { LINCHPIN_OPERATION_TIMEOUT_MS: '120000' }

let server: HostileServer

beforeAll(async () => {
  server = await HostileServer.start('hostile_bursts', PATIENT)
}, 300_000)

afterAll(() => server?.close())

/** Sends one query many times at once. @param address of the request with this number */
async function burst(query: string, address: (n: number) => string): Promise<Set<string>> {
  const answers = Array.from({ length: REQUESTS }, async (_, n) => {
    const answer = await send({ port: server.port, address: address(n) }, { body: { query } })
    return outcomeOf(answer)
  })
  return new Set(await Promise.all(answers))
}

const metric = (block: number) =>
  `{ concentration(of: OPERATORS, basis: REGISTERED, block: {number: ${block}}) { hhi gini } }`

test('one query that computes in a thread, 50 times at once, is answered 50 times', async () => {
  const { head } = server.network
  expect(await burst(metric(head - 1), () => '127.0.0.1')).toEqual(new Set(['200 DATA']))
  await server.expectIdle()
})

test('the same from 50 clients', async () => {
  const { head } = server.network
  expect(await burst(metric(head - 2), (n) => `127.0.2.${n + 1}`)).toEqual(new Set(['200 DATA']))
  await server.expectIdle()
})

test('one mistake, 50 times at once, is told 50 times', async () => {
  const query = `{ concentration(of: OPERATORS, scope: {avs: "0x${'12'.repeat(20)}"}, block: {number: ${server.network.head - 3}}, top: 3) { hhi } }`
  expect(await burst(query, () => '127.0.0.1')).toEqual(new Set(['200 GRAPHQL_VALIDATION_FAILED']))
  const late = `{ operators(block: {number: ${server.network.head + 1_000_000}}) { id } }`
  expect(await burst(late, () => '127.0.0.1')).toEqual(new Set(['200 BLOCK_NOT_INDEXED']))
})
