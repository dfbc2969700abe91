import { afterAll, beforeAll, expect, test } from 'vitest'
import { outcomeOf, send } from '../../bench/hostile/client.mjs'
import { DOCUMENTS } from '../../bench/hostile/documents.mjs'
import { HostileServer } from './server'

let server: HostileServer

beforeAll(async () => {
  server = await HostileServer.start('hostile_documents')
}, 300_000)

afterAll(() => server?.close())

test.each(DOCUMENTS)('$name: as expected, others are answered, nothing is left', async (attack) => {
  const { concurrent, outcomes, body, name, ...how } = attack
  const over = new AbortController()
  const cheap = server.askCheap(over.signal)
  const answers = await Promise.all(
    Array.from({ length: 2 * concurrent }, async (_, n) => {
      const answer = await send(server, { body: body(n, server.network), ...how })
      return outcomeOf(answer)
    }),
  )
  over.abort()
  expect(await cheap).toBeGreaterThan(0)
  expect(answers.filter((answer) => !outcomes.includes(answer))).toEqual([])
  await server.expectIdle()
  expect(server.defects).toEqual([])
})
