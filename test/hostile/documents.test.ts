import { afterAll, beforeAll, expect, test } from 'vitest'
import { outcomeOf, send } from '../../bench/hostile/client.mjs'
import { DOCUMENTS } from '../../bench/hostile/documents.mjs'
import { IS_LONG } from '../long.mjs'
import { HostileServer } from './server'

let server: HostileServer

beforeAll(async () => {
  server = await HostileServer.start('hostile_documents')
}, 300_000)

afterAll(() => server?.close())

/** What each of them costs differs from the others: a metric that computes, text, conditions, lists, answers, jobs, and no GraphQL. */
const FEW = [
  'series within its cost, hang up after 1 s',
  'lossDistribution of 1 M draws x9',
  'robustness with a search of 10 s',
  '__schema, each request another text',
  '30,000 values in 400 conditions',
  '20 short metrics in one operation',
  'fields of one name with a selection 900 times',
  'fragments below fragments, each with lists',
  '2,000 levels',
  '_some in _every over all operators',
  'lists below lists that come back to where they began',
  'large answers, hang up in the middle',
  'texts of 250 kB in a filter',
  '__proto__ as alias, as variable, in variables',
  'batches of 1,000 requests',
  'event streams and subscriptions',
  'jobs, each another one',
  'JSON that is none, text that is not UTF-8',
]
const CASES = DOCUMENTS.filter(({ name }) => IS_LONG || FEW.includes(name))

test('the attacks of this run are known', () => {
  const names = DOCUMENTS.map(({ name }) => name)
  expect(FEW.filter((name) => !names.includes(name))).toEqual([])
})

test.each(CASES)('$name: as expected, others are answered, nothing is left', async (attack) => {
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
