import { expect, test } from 'vitest'
import { KeptWith } from './kept-with'

test('what is read with a graph is read once, also by those who ask meanwhile, and anew with another graph', async () => {
  const kept = new KeptWith<object, { readonly n: number }>()
  const [one, other] = [{}, {}]
  let reads = 0
  const read = async () => ({ n: ++reads })
  const both = await Promise.all([kept.get(one, read), kept.get(one, read)])
  expect(both.map(({ n }) => n)).toEqual([1, 1])
  expect((await kept.get(one, read)).n).toBe(1)
  expect((await kept.get(other, read)).n).toBe(2)
})

test('where the one that read has failed, one of those who wait reads again', async () => {
  const kept = new KeptWith<object, { readonly n: number }>()
  const graph = {}
  let reads = 0
  const read = async () => {
    reads++
    if (reads === 1) throw new Error('aborted')
    return { n: reads }
  }
  const asked = await Promise.allSettled([1, 2, 3].map(() => kept.get(graph, read)))
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(reads).toBe(2)
})
