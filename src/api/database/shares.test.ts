import type { Pool } from 'pg'
import { expect, test } from 'vitest'
import { Shares } from './shares'

/** Connections without a database. */
const pool = { connect: async () => ({ release: () => {} }) } as unknown as Pool
const open = (perClient = 2, perClientLong = perClient) =>
  new Shares(pool, { total: 4, perClient, perClientLong, timeoutMs: 5_000 })

/** What happened, in its order: each operation keeps its connection until it is ended. */
function operations(shares: Shares) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  return {
    begun,
    async ask(client: string, name: string, cost = 1) {
      const connection = await shares.of(client, () => cost).connect()
      begun.push(name)
      ends.set(name, () => connection.release())
    },
    end: (name: string) => ends.get(name)!(),
  }
}

const settled = () => new Promise((done) => setTimeout(done, 5))

test('a client uses its part, and others are served meanwhile', async () => {
  const shares = open()
  const { begun, ask, end } = operations(shares)
  const all = [ask('a', 'a1'), ask('a', 'a2'), ask('a', 'a3'), ask('b', 'b1'), ask('b', 'b2')]
  await settled()
  expect(begun).toEqual(['a1', 'a2', 'b1', 'b2'])
  expect(shares.waiting).toBe(1)
  end('a1')
  await Promise.all(all)
  expect(begun.at(-1)).toBe('a3')
  expect(shares.waiting).toBe(0)
})

test('one that is given back goes to the clients in turn', async () => {
  const shares = open()
  const { begun, ask, end } = operations(shares)
  const all = ['a1', 'a2', 'b1', 'b2', 'a3', 'a4', 'c1', 'd1'].map((name) => ask(name[0]!, name))
  await settled()
  for (const name of ['a1', 'b1', 'a2', 'b2']) {
    end(name)
    await settled()
  }
  await Promise.all(all)
  expect(begun.slice(4)).toEqual(['a3', 'c1', 'd1', 'a4'])
})

test('one that waits for a second behind others is refused', async () => {
  const shares = open()
  const { ask, end } = operations(shares)
  await Promise.all([ask('a', 'a1'), ask('a', 'a2')])
  await expect(ask('a', 'a3')).rejects.toThrow('timeout exceeded')
  expect(shares.waiting).toBe(0)
  end('a1')
  await ask('a', 'a4')
})

test('a client that keeps connections for long gets fewer while others ask, and all when it is alone', async () => {
  const shares = open(3, 1)
  const { begun, ask, end } = operations(shares)
  await Promise.all([ask('a', 'a1'), ask('a', 'a2')])
  await new Promise((done) => setTimeout(done, 60))
  await ask('a', 'a3')
  end('a3')
  await ask('b', 'b1')
  const waiting = ask('a', 'a4')
  await ask('b', 'b2')
  end('a1')
  await settled()
  expect(begun).toEqual(['a1', 'a2', 'a3', 'b1', 'b2'])
  end('a2')
  await waiting
  expect(begun.at(-1)).toBe('a4')
})

test('an operation that will keep its connection for long counts as one that does', async () => {
  const shares = open(3, 2)
  const { begun, ask, end } = operations(shares)
  await ask('b', 'b1')
  await Promise.all([ask('a', 'a1', 5_000), ask('a', 'a2', 5_000)])
  const waiting = ask('a', 'a3')
  await settled()
  expect(begun).toEqual(['b1', 'a1', 'a2'])
  end('a1')
  await waiting
})

test('large answers of a client leave time for those of others, and none is kept back without others', async () => {
  const shares = open(3, 2)
  const { begun, ask, end } = operations(shares)
  const answered = async (name: string, bytes: number) => {
    await ask('a', name)
    end(name)
    shares.answered('a', bytes)
  }
  for (const name of ['a1', 'a2', 'a3']) await answered(name, 8 * 2 ** 20)
  await ask('b', 'b1')
  for (const name of ['a4', 'a5', 'a6']) await answered(name, 1024)
  for (const name of ['a7', 'a8']) await answered(name, 2 * 2 ** 20)
  const waiting = ask('a', 'a9')
  await ask('b', 'b2')
  await settled()
  expect(begun.slice(-2)).toEqual(['a8', 'b2'])
  await waiting
  expect(begun.at(-1)).toBe('a9')
})
