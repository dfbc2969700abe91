import { expect, test } from 'vitest'
import type { StakeGraph } from '../../risk/graph/graph'
import type { ApiContext } from '../context'
import { StakerColumns } from './staker-columns'
import { loadStakes } from './stakes'

const GRAPH = { operators: ['0xa'], pools: ['0xp'] } as unknown as StakeGraph

test('stake that is delegated to an operator which is not indexed is refused: its max magnitude is not known', async () => {
  const context = {
    query: async (text: string) =>
      /string_agg/.test(text) ? [{ pool: '0xp', list: '0xs 0 7,0xt ? 9' }] : [],
  } as unknown as ApiContext
  await expect(loadStakes(context, { number: 5, isHead: true }, GRAPH, {})).rejects.toThrow(
    'The operator of staker 0xt is not indexed.',
  )
})

test('rows that are added to stakers go on from them, and a staker with nothing is one, too', () => {
  const first = new StakerColumns()
  first.add('0xs', 0, 0, 7n)
  first.add('0xt', -1, 0, 0n)
  const columns = new StakerColumns(first.layer())
  columns.add('0xt', 0, 1, 5n)
  columns.add('0xu', -1, 1, 4n)
  const { stakers, operatorOf, staker, pool, amount } = columns.layer()
  expect([stakers, [...operatorOf], [...staker], [...pool], amount]).toEqual([
    ['0xs', '0xt', '0xu'],
    [0, -1, -1],
    [0, 1, 2],
    [0, 1, 1],
    [7n, 5n, 4n],
  ])
})
