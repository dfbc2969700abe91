import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Turns } from './turns'

function work(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

/** Requests of these clients, each of which computes for `ms` once it begins; returns the order in which they began. */
async function begun(clients: readonly string[], ms: number): Promise<string[]> {
  const turns = new Turns()
  const order: string[] = []
  await Promise.all(
    clients.map(async (client) => {
      // As from a socket of its own: what a request does at once is done before the next one comes.
      await turn()
      await turns.take(client, performance.now())
      order.push(client)
      await Promise.resolve()
      work(ms)
    }),
  )
  expect(turns.waiting).toBe(0)
  return order
}

test('a request of another client waits for one of those that came before it', async () => {
  const order = await begun([...Array<string>(10).fill('a'), 'b', 'b', 'c'], 6)
  expect(order.slice(1, 6).sort()).toEqual(['a', 'a', 'b', 'b', 'c'])
  expect(order).toHaveLength(13)
})

test('all begin in the order in which they came, if there is time', async () => {
  const clients = ['a', 'a', 'b', 'a', 'c']
  expect(await begun(clients, 0)).toEqual(clients)
})

test('sockets are looked at between requests that compute', async () => {
  const turns = new Turns()
  let looked = 0
  const requests = Array.from({ length: 6 }, async () => {
    await turn()
    await turns.take('a', performance.now())
    work(6)
    return looked
  })
  const looking = (async () => {
    while (looked < 100) {
      await turn()
      looked++
    }
  })()
  const seen = await Promise.all(requests)
  expect(new Set(seen).size).toBeGreaterThan(3)
  await looking
})

test('hundreds of short ones that wait need a few rounds', async () => {
  const order = await begun(['x', ...Array.from({ length: 300 }, (_, i) => `${i % 7}`)], 0.02)
  expect(order).toHaveLength(301)
})

test('one that would wait for long is refused, and others are not', async () => {
  const turns = new Turns()
  const ask = async (client: string, ms: number) => {
    await turn()
    await turns.take(client, performance.now())
    work(ms)
    return client
  }
  const asked = [ask('a', 6), ask('a', 1_700), ask('a', 0), ask('b', 0)].map((one) =>
    one.catch((error: Error) => error),
  )
  await Promise.all(asked.slice(0, 2))
  const late = ask('c', 0)
  const [first, second, ...rest] = await Promise.all(asked)
  expect([first, second]).toEqual(['a', 'a'])
  for (const error of rest) expect(error).toMatchObject({ status: 503 })
  expect(await late).toBe('c')
  expect(turns.waiting).toBe(0)
})

test('one long request after a pause says nothing of those that came with it', async () => {
  const turns = new Turns()
  const later: Promise<void>[] = []
  let begun = 0
  const ask = async (ms: number) => {
    await turn()
    await turns.take('a', performance.now())
    begun++
    // After the long one, others come before those that waited behind it have begun.
    if (begun === 3) {
      for (let i = 0; i < 60; i++) later.push(turns.take('a', performance.now()))
    }
    await Promise.resolve()
    work(ms)
  }
  // The first begins at once, and the second is what all others wait behind.
  await Promise.all([ask(5), ask(400), ...Array.from({ length: 126 }, () => ask(0))])
  await Promise.all(later)
  expect(later).toHaveLength(60)
})
