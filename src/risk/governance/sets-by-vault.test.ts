import { expect, test } from 'vitest'
import { atPar, stakeGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { whole } from '../../../test/support/risk/values'
import { stakeOfBuckets } from '../graph/bucket-stake'
import { stakeMatrix } from '../graph/exposure'
import type { StakeGraph } from '../graph/graph'
import { controlledStake } from './controllers'
import { setsByVault } from './sets-by-vault'

/** Stake by controller, if `holder` says who has the power over a set in a vault. */
function held(first: StakeGraph, holder: (set: string, vault: string | null) => string | string[]) {
  const { graph, parts } = setsByVault(first)
  const valuation = atPar(graph)
  const { controllers } = controlledStake(
    stakeMatrix(graph, 'SLASHABLE', valuation, 'SET', 'BUCKET'),
    stakeOfBuckets(graph, valuation),
    parts.map(({ set, vault }) => holder(first.sets[set]!.id, vault)),
  )
  return Object.fromEntries(controllers.map(({ id, stake }) => [id, whole(stake)]))
}

test('one vault: its resolvers each have what their subnetwork can slash, at most the vault (90 and 100 of 100)', () => {
  expect(held(vaultGraph(), (set) => `resolver of ${set}`)).toEqual({
    'resolver of N1': 90n,
    'resolver of N2': 100n,
  })
})

test('a subnetwork in two vaults has two holders, and one that holds both has the sum', () => {
  const graph = stakeGraph({
    operators: ['o'],
    sets: { n: 'n' },
    stake: { V: 100n, W: 50n },
    registered: {},
    slashable: { n: { 'o/V': 30n, 'o/W': 20n } },
  })
  expect(held(graph, (_, vault) => `burner of ${vault}`)).toEqual({
    'burner of V': 30n,
    'burner of W': 20n,
  })
  expect(held(graph, (_, vault) => ['both', `curator of ${vault}`])).toEqual({
    both: 50n,
    'curator of V': 30n,
    'curator of W': 20n,
  })
})
