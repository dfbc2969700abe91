import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maximalLosses } from '../../../test/support/risk/losses/maximal-loss'
import { atPar, stakeGraph, toyGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { exact, pricedPart, whole } from '../../../test/support/risk/values'
import { controllerColumns } from '../governance/controller-columns'
import { stakeOfBuckets } from '../graph/bucket-stake'
import { stakeMatrix } from '../graph/exposure'
import type { StakeGraph, StakerLayer } from '../graph/graph'
import { compare, ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { concentrationOf, type Part } from './division'
import { lookThrough, positionsOf, worth } from './look-through'
import { type OperatorLoss, operatorLosses, worstSlashing } from './look-through-losses'

/** Stakers from [operator or -1, pool, amount]. */
function layerOf(stakes: readonly (readonly [number, number, bigint])[]): StakerLayer {
  return {
    stakers: stakes.map((_, staker) => `s${staker}`),
    operatorOf: Int32Array.from(stakes, ([operator]) => operator),
    staker: Int32Array.from(stakes.keys()),
    pool: Int32Array.from(stakes, ([, pool]) => pool),
    amount: stakes.map(([, , amount]) => amount),
  }
}

const plain = ({ id, amount }: Part) => ({ id, amount: exact(amount) })
const lost = ({ operator, loss }: OperatorLoss) => ({ operator, loss: exact(loss) })

/** In the toy network: two stakers of O1, one of O2 and one undelegated. */
const group = layerOf([
  [0, 0, 10n],
  [0, 0, 15n],
  [1, 0, 15n],
  [-1, 0, 7n],
])

function parts(graph: StakeGraph, layer: StakerLayer) {
  const matrix = stakeMatrix(graph, 'SLASHABLE', atPar(graph), 'SERVICE', 'BUCKET')
  const amounts = lookThrough(graph, positionsOf(graph, layer), matrix)
  return matrix.columns.map((id, column) => ({ id, amount: amounts[column]! }))
}

describe('several stakers looked through as one, in the toy network of the metrics reference', () => {
  const toy = toyGraph()
  const held = positionsOf(toy, group)

  test('hold half of O1 and of O2, and undelegated stake', () => {
    expect(held).toEqual([
      { bucket: null, pool: 0, amount: 7n },
      { bucket: 0, pool: 0, amount: 25n },
      { bucket: 1, pool: 0, amount: 15n },
    ])
    expect(whole(worth(held, atPar(toy)))).toBe(47n)
  })

  test('stand behind the services with half of what O1 and O2 promised', () => {
    expect(parts(toy, group).map(plain)).toEqual([
      { id: 'S1', amount: ratio(29n, 2n) },
      { id: 'S2', amount: ratio(21n, 2n) },
      { id: 'S3', amount: ratio(5n, 2n) },
    ])
  })

  test('lose 10 at most by one slashing, of O1 by S1', () => {
    const worst = worstSlashing(toy, held, atPar(toy))!
    expect([worst.operator, worst.set, whole(worst.loss)]).toEqual([0, 0, 10n])
  })

  test('lose 20 with O1, 7.5 with O2, and nothing with others', () => {
    expect(operatorLosses(toy, held, atPar(toy)).map(lost)).toEqual([
      { operator: 0, loss: ratio(20n) },
      { operator: 1, loss: ratio(15n, 2n) },
    ])
  })

  test('shares of fractions are exact: the HHI of 29/2, 21/2, 5/2 is that of 29, 21, 5', () => {
    const { none } = atPar(toy)
    const index = concentrationOf(parts(toy, group), none)
    expect(index).toEqual(ratio(29n * 29n + 21n * 21n + 5n * 5n, 55n * 55n))
    expect(concentrationOf([], none)).toBeNull()
  })

  test('losses of operators do not add up in a shared bucket, and are refused', () => {
    const vault = vaultGraph()
    const own = positionsOf(vault, layerOf([[0, 0, 50n]]))
    expect(() => operatorLosses(vault, own, atPar(vault))).toThrow(RangeError)
    // Half of the vault, of which N2 takes 70 of B.
    expect(whole(worstSlashing(vault, own, atPar(vault))!.loss)).toBe(35n)
  })
})

describe('slashings of several pools', () => {
  const graph = stakeGraph({
    operators: ['a', 'b'],
    sets: { e: 's', f: 's' },
    stake: { 'a/p': 10n, 'a/q': 10n, 'b/p': 4n },
    registered: {},
    slashable: { e: { 'a/p': 3n, 'a/q': 4n, 'b/p': 4n }, f: { 'a/p': 6n } },
  })

  test('count in all pools: 7 by e, not 6 by f in one pool', () => {
    const held = positionsOf(
      graph,
      layerOf([
        [0, 0, 10n],
        [0, 1, 10n],
        [1, 0, 4n],
      ]),
    )
    expect(worstSlashing(graph, held, atPar(graph))).toMatchObject({ operator: 0, set: 0 })
    expect(whole(worstSlashing(graph, held, atPar(graph))!.loss)).toBe(7n)
  })

  test('are at least what they cost in pools with a price', () => {
    const held = positionsOf(
      graph,
      layerOf([
        [0, 0, 10n],
        [0, 1, 10n],
      ]),
    )
    const valuation = new Valuation([1n, null], 2n)
    const { loss } = worstSlashing(graph, held, valuation)!
    expect([pricedPart(loss), loss.isComplete]).toEqual([ratio(3n), true])
    const [first, ...others] = operatorLosses(graph, held, valuation)
    expect(others).toEqual([])
    expect([first!.operator, pricedPart(first!.loss)]).toEqual([0, ratio(9n, 2n)])
    expect(first!.loss.isComplete).toBe(false)
  })
})

test('what one slasher can take of a bucket through several sets is at most its stake', () => {
  const vault = vaultGraph()
  const par = atPar(vault)
  const sets = stakeMatrix(vault, 'SLASHABLE', par, 'SET', 'BUCKET')
  const stake = stakeOfBuckets(vault, par)
  const one = controllerColumns(sets, stake, ['k', 'k'])
  expect([one.columns, one.value.map(whole)]).toEqual([['k'], [100n]])
  expect(controllerColumns(sets, stake, [null, null])).toMatchObject({ columns: [], value: [] })
})

test('losses of operators add up to the maximal loss, and no slashing costs more than all of its operator', () => {
  const amount = fc.bigInt({ min: 1n, max: 40n })
  const network = fc.array(fc.tuple(amount, fc.nat({ max: 50 }), fc.nat({ max: 50 })), {
    minLength: 1,
    maxLength: 5,
  })
  fc.assert(
    fc.property(network, fc.array(fc.tuple(fc.nat({ max: 4 }), amount)), (caps, stakes) => {
      const operators = caps.map((_, index) => `o${index}`)
      const of = (part: 1 | 2) =>
        Object.fromEntries(
          caps.map((cap, index) => [`o${index}/p`, (cap[0] * BigInt(cap[part])) / 100n]),
        )
      const graph = stakeGraph({
        operators,
        sets: { e: 'e', f: 'f' },
        stake: Object.fromEntries(caps.map(([cap], index) => [`o${index}/p`, cap])),
        registered: {},
        slashable: { e: of(1), f: of(2) },
      })
      const layer = layerOf(
        stakes.map(([operator, one]) => [Math.min(operator, caps.length - 1), 0, one] as const),
      )
      const held = positionsOf(graph, layer)
      const losses = operatorLosses(graph, held, atPar(graph))
      const { none } = atPar(graph)
      const sum = Value.sum(
        losses.map(({ loss }) => loss),
        none,
      )
      const most = maximalLosses(graph, layer, atPar(graph)).map(({ value }) => value!)
      expect(exact(sum)).toEqual(exact(Value.sum(most, none)))
      const worst = worstSlashing(graph, held, atPar(graph))
      if (worst === null) expect(losses).toEqual([])
      else expect(compare(exact(worst.loss), exact(losses[0]!.loss))).toBeLessThanOrEqual(0n)
    }),
  )
})
