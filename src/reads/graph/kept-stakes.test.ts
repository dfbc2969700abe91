import { beforeEach, expect, test } from 'vitest'
import type { StakeGraph } from '../../risk/graph/graph'
import type { ApiContext } from '../context'
import { KeptStakes } from './kept-stakes'

const POOL = '0xp'
const GRAPH = { operators: ['0xa', '0xb'], pools: [POOL] } as unknown as StakeGraph

/** A database with one stake, at a head that moves. */
const database = { name: '1', number: 5, digests: new Map([[5, '0x5']]), isSame: true, reads: 0 }

const context = {
  head: async () => ({ number: database.number, database: database.name, digest: digest() }),
  query: async (text: string, [block]: unknown[] = []) => {
    if (/ AS digest FROM block /.test(text))
      return [{ digest: database.digests.get(Number(block)) }]
    if (/ AS same$/.test(text)) return [{ same: database.isSame }]
    if (!/string_agg/.test(text)) return []
    database.reads++
    return [{ pool: POOL, list: '0xs 1 7,0xn  9' }]
  },
} as unknown as ApiContext

function digest(): string {
  return database.digests.get(database.number)!
}

let kept = new KeptStakes()
const look = (graph = GRAPH) => kept.at(context, { number: database.number, isHead: true }, graph)

beforeEach(async () => {
  Object.assign(database, { name: '1', number: 5, isSame: true, reads: 0 })
  database.digests = new Map([
    [5, '0x5'],
    [6, '0x6'],
  ])
  kept = new KeptStakes()
  await look()
})

test('are those that were read: whose, of whom, how much', async () => {
  const { stakers, operatorOf, staker, pool, amount } = await look()
  expect([stakers, [...operatorOf], [...staker], [...pool], amount]).toEqual([
    ['0xs', '0xn'],
    [1, -1],
    [0, 1],
    [0, 0],
    [7n, 9n],
  ])
})

test('are kept at the next blocks, while no row of theirs begins or ends', async () => {
  const first = await look()
  database.number = 6
  expect(await look()).toEqual(first)
  expect(database.reads).toBe(1)
  database.isSame = false
  expect(await look()).toEqual(first)
  expect(database.reads).toBe(2)
})

test.each([
  ['the block was replaced', () => database.digests.set(5, '0x55')],
  ['it is another database', () => Object.assign(database, { name: '2' })],
  ['the head went back', () => Object.assign(database, { number: 4 })],
])('are read again where %s', async (_, change) => {
  database.digests.set(4, '0x4')
  change()
  await look()
  expect(database.reads).toBe(2)
})

test('are read again for a graph with other operators, whose positions are others', async () => {
  await look({ ...GRAPH, operators: ['0xa', '0xb'] })
  expect(database.reads).toBe(1)
  await look({ ...GRAPH, operators: ['0x9', '0xa', '0xb'] })
  expect(database.reads).toBe(2)
})

test('are not kept if they are too many for the heap of a thread', async () => {
  kept = new KeptStakes(1)
  await look()
  await look()
  expect(database.reads).toBe(3)
})
