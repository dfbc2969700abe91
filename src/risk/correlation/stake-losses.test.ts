import { expect, test } from 'vitest'
import { stakeGraph } from '../../../test/support/risk/risk-graph'
import { pricedPart } from '../../../test/support/risk/values'
import { stakeMatrix } from '../graph/exposure'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { StakeLosses } from './stake-losses'

const graph = stakeGraph({
  operators: ['O1', 'O2'],
  sets: { A1: 'A', B1: 'B', C1: 'C' },
  stake: { 'O1/P': 10n, 'O1/Q': 10n, 'O2/P': 10n },
  registered: {
    A1: { 'O1/P': 10n, 'O1/Q': 10n },
    B1: { 'O1/Q': 10n },
    C1: { 'O2/P': 10n },
  },
})
const alone = (percent: bigint) => ({
  own: [ratio(percent, 100n), ratio(percent, 100n)],
  groups: [],
})

test('losses of stake without a price are unknown, not 0, and 0 if no fault takes them', () => {
  const stake = stakeMatrix(graph, 'REGISTERED', new Valuation([1n, null], 1n))
  const [some, never] = [new StakeLosses(stake, alone(10n)), new StakeLosses(stake, alone(0n))]
  expect(pricedPart(some.mean(0))).toEqual(ratio(1n))
  expect([some.mean(0).isComplete, some.mean(1).isUnknown]).toEqual([false, true])
  expect([never.mean(1).isZero, never.deviation(1).isZero]).toEqual([true, true])
  expect([some.deviation(1).isUnknown, some.mean(2).isComplete]).toEqual([true, true])
})

test('a correlation is known where prices do not matter, and otherwise of what has one', () => {
  const stake = stakeMatrix(graph, 'REGISTERED', new Valuation([1n, null], 1n))
  const losses = new StakeLosses(stake, alone(10n))
  expect(losses.correlation(0, 1).nullReason).toBe('UNPRICED')
  expect(losses.correlation(0, 2).value).toEqual(ratio(0n))
  expect(losses.correlation(1, 2).value).toEqual(ratio(0n))
  expect(new StakeLosses(stake, alone(0n)).correlation(0, 1).nullReason).toBe('NO_VARIANCE')
})
