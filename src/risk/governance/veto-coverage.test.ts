import { expect, test } from 'vitest'
import { stakeGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { valuation } from '../graph/valuation'
import { vetoCoverage } from './veto-coverage'

const WORTH = { decimals: 18, rate: 10n ** 18n, price: { num: 1n, den: 1n } }
const one = valuation([WORTH])

// The vault of METRICS 3.4: N1 promises 50 and 40, N2 60 and 70, of 100.
test('90 of 220 promised can be vetoed if N1 alone has a resolver', () => {
  const { share, resolvers } = vetoCoverage(vaultGraph(), one, (set) => (set === 'N1' ? 'r' : null))
  expect(share.value).toEqual({ num: 9n, den: 22n })
  expect(resolvers.map(({ id }) => id)).toEqual(['r'])
})

test('resolvers are listed by what they can save', () => {
  const graph = vaultGraph()
  const { share, resolvers } = vetoCoverage(graph, one, (set) => (set === 'N1' ? 'a' : 'b'))
  expect(share.value).toEqual({ num: 1n, den: 1n })
  expect(resolvers.map(({ id }) => id)).toEqual(['b', 'a'])
})

test('stake that no vault holds is not counted: slashers of AVSs may have vetoes that are unknown', () => {
  const graph = stakeGraph({
    operators: ['o'],
    sets: { e: 's' },
    stake: { 'o/p': 10n },
    registered: {},
    slashable: { e: { 'o/p': 5n } },
  })
  expect(vetoCoverage(graph, one, () => 'r').share).toMatchObject({
    value: null,
    nullReason: 'ZERO_TOTAL',
  })
})
