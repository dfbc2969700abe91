import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { outcomeOf, send } from '../../bench/hostile/client.mjs'
import { DOCUMENTS } from '../../bench/hostile/documents.mjs'
import { HostileServer } from './server'

let server: HostileServer

beforeAll(async () => {
  server = await HostileServer.start('hostile_sigterm')
}, 300_000)

afterAll(() => server?.close())

test('SIGTERM ends the server under attack, whatever computes, reads or waits', async () => {
  let n = 0
  let isOver = false
  const attackers = DOCUMENTS.filter(({ concurrent }) => concurrent >= 20).map(async (attack) => {
    while (!isOver) {
      const answer = await send(server, { body: attack.body(n++, server.network) })
      const outcome = outcomeOf(answer)
      if (outcome === 'ECONNREFUSED') return
    }
  })
  await wait(2_000)
  const code = await server.terminate()
  isOver = true
  expect(code).toBe(0)
  await Promise.all(attackers)
  expect(server.defects).toEqual([])
})
