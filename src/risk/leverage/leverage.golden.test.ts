import { describe, expect, test } from 'vitest'
import { maximalLosses } from '../../../test/support/risk/losses/maximal-loss'
import { atPar, stakeGraph, toyGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { rounded } from '../../../test/support/risk/rounded'
import { exact, pricedPart, whole } from '../../../test/support/risk/values'
import { hhi } from '../concentration/herfindahl'
import { nativePopulation } from '../concentration/native-population'
import { stakeOfBuckets } from '../graph/bucket-stake'
import { type ColumnKind, exposure, stakeMatrix } from '../graph/exposure'
import type { Basis, StakeGraph } from '../graph/graph'
import { holdings } from '../graph/holdings'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { exclusiveShares, unionCoverage } from './coverage'
import { leverage } from './leverage'
import { nominalToSlashable, phantomShares } from './phantom'
import { rehypothecation } from './rehypothecation'

const toy = toyGraph()

function coverage(graph: StakeGraph, basis: Basis, columns: number[], kind?: ColumnKind) {
  const valuation = atPar(graph)
  const buckets = stakeMatrix(graph, basis, valuation, kind, 'BUCKET')
  const found = unionCoverage(buckets, stakeOfBuckets(graph, valuation), columns)
  return { ...found, covered: whole(found.covered), promised: whole(found.promised) }
}

/** The figures of each operator. */
function each<T>(
  { operators }: { readonly operators: readonly string[] },
  { ofOperator }: { ofOperator(operator: number): T },
): T[] {
  return operators.map((_, operator) => ofOperator(operator))
}

describe('toy network of the metrics reference, computed there', () => {
  test('registered multiplier 230/100, by operator 3, 2, 1, 1', () => {
    for (const universe of ['REGISTERED', 'ALL'] as const) {
      const found = rehypothecation(toy, atPar(toy), universe)
      const { multiplier, promised, stake, n } = found
      expect([whole(promised), whole(stake), n]).toEqual([230n, 100n, 4])
      expect(multiplier.value).toEqual(ratio(230n, 100n))
      expect(each(toy, found).map((one) => one.multiplier.value)).toEqual(
        [3n, 2n, 1n, 1n].map((d) => ratio(d)),
      )
    }
  })

  test('slashable leverage .8/.5/.2/0, total .58; unique capital at risk 58', () => {
    const answer = leverage(toy, 'SLASHABLE', atPar(toy))
    const degrees = [ratio(4n, 5n), ratio(1n, 2n), ratio(1n, 5n), ratio(0n)]
    expect(answer.buckets.map(({ value }) => value)).toEqual(degrees)
    expect(each(toy, answer).map((one) => one.value.value)).toEqual(degrees)
    expect(answer.total.value.value).toEqual(ratio(58n, 100n))
    expect(whole(answer.atRisk)).toBe(58n)
  })

  test('phantom shares .6632/.7375/.9091, nominal to slashable 3.965517', () => {
    const shares = phantomShares(toy, atPar(toy))
    expect(shares.map(({ phantom }) => rounded(phantom.value, 4))).toEqual([
      '0.6632',
      '0.7375',
      '0.9091',
    ])
    expect(
      shares.map(({ registered, slashable }) => [whole(registered), whole(slashable)]),
    ).toEqual([
      [95n, 32n],
      [80n, 21n],
      [55n, 5n],
    ])
    expect(rounded(nominalToSlashable(shares).value, 6)).toBe('3.965517')
  })

  test('nominal to slashable divides by all that can be slashed: 230 / (58 + 6), where 6 are of one that left', () => {
    const valuation = atPar(toy)
    const [first, ...others] = phantomShares(toy, valuation)
    const services = [{ ...first!, departed: valuation.worth(0, 6n) }, ...others]
    expect(rounded(nominalToSlashable(services).value, 6)).toBe('3.593750')
  })

  test('union coverage, registered, .5429/.6667/.6296/.4348', () => {
    const found = [
      [0, 1],
      [0, 2],
      [1, 2],
      [0, 1, 2],
    ].map((services) => rounded(coverage(toy, 'REGISTERED', services).share.value, 4))
    expect(found).toEqual(['0.5429', '0.6667', '0.6296', '0.4348'])
    expect(coverage(toy, 'REGISTERED', [0, 1])).toMatchObject({ covered: 95n, promised: 175n })
  })

  test('union coverage is 1 when slashable, and of one service', () => {
    expect(coverage(toy, 'SLASHABLE', [0, 1, 2]).share.value).toEqual(ratio(1n))
    expect(coverage(toy, 'REGISTERED', [1]).share.value).toEqual(ratio(1n))
    expect(coverage(toy, 'REGISTERED', [1, 1]).share.value).toEqual(ratio(1n))
  })

  test('exclusive shares .1579/0/.0909', () => {
    const shares = exclusiveShares(stakeMatrix(toy, 'REGISTERED', atPar(toy)))
    expect(shares.map(({ value }) => rounded(value, 4))).toEqual(['0.1579', '0.0000', '0.0909'])
  })

  test('a staker with a fifth of O1 and a third of O3 can lose a fifth of 40 and a third of 3, by the definition', () => {
    const layer = {
      stakers: ['k1', 'k2', 'k3'],
      operatorOf: Int32Array.from([0, 2, -1]),
      staker: Int32Array.from([0, 1, 2]),
      pool: Int32Array.from([0, 0, 0]),
      amount: [10n, 5n, 7n],
    }
    expect(maximalLosses(toy, layer, atPar(toy)).map(({ value }) => value && exact(value))).toEqual(
      [8n, 1n, 0n].map((amount) => ratio(amount)),
    )
  })
})

describe('published: EigenLayer documentation, unique-stake.md', () => {
  test('100 ETH of which 85 are allocated over four sets have a slashable leverage of .85', () => {
    const graph = stakeGraph({
      operators: ['o'],
      sets: { e3: 'a', e4: 'a', e5: 'b', e6: 'b' },
      stake: { 'o/eth': 100n },
      registered: {
        e3: { 'o/eth': 100n },
        e4: { 'o/eth': 100n },
        e5: { 'o/eth': 100n },
        e6: { 'o/eth': 100n },
      },
      // The page gives the sum only; the parts are ours.
      slashable: {
        e3: { 'o/eth': 40n },
        e4: { 'o/eth': 20n },
        e5: { 'o/eth': 15n },
        e6: { 'o/eth': 10n },
      },
    })
    expect(leverage(graph, 'SLASHABLE', atPar(graph)).total.value.value).toEqual(ratio(85n, 100n))
    // Two sets of one service advertise the same 100 once.
    expect(whole(rehypothecation(graph, atPar(graph), 'ALL').promised)).toBe(200n)
  })

  test('set 1 has 30 ETH slashable of two among its three members, set 2 has 15 ETH', () => {
    const graph = stakeGraph({
      operators: ['o1', 'o2', 'o3', 'o4'],
      sets: { set1: 'a', set2: 'b' },
      // The page gives no delegations; these are enough. The other 10 ETH of set 2 are of its
      // figure.
      stake: { 'o1/eth': 100n, 'o2/eth': 100n, 'o3/eth': 100n, 'o4/eth': 100n },
      registered: {
        set1: { 'o1/eth': 100n, 'o2/eth': 100n, 'o3/eth': 100n },
        set2: { 'o2/eth': 100n, 'o4/eth': 100n },
      },
      slashable: {
        set1: { 'o2/eth': 10n, 'o3/eth': 20n },
        set2: { 'o2/eth': 5n, 'o4/eth': 10n },
      },
    })
    const [set1, set2] = phantomShares(graph, atPar(graph))
    expect([set1!, set2!].map(({ slashable }) => whole(slashable))).toEqual([30n, 15n])
    const members = (basis: Basis) => {
      const { start } = exposure(graph, basis, atPar(graph), 'SET')
      return start[1]! - start[0]!
    }
    expect([members('REGISTERED'), members('SLASHABLE')]).toEqual([3, 2])
    const scope = { operator: null, pool: null, service: null, set: 0 }
    const { population } = nativePopulation(holdings(graph, 'OPERATORS', 'SLASHABLE', scope))
    expect(hhi(population!)).toEqual(ratio(5n, 9n))
    expect(population).toMatchObject({ n: 2, nZero: 1 })
  })
})

describe('a pool shared by all operators (golden vectors, Symbiotic FullRestake: 90 and 130 of 100)', () => {
  const vault = vaultGraph()

  test('has leverage above 1, and at most its stake at risk', () => {
    const answer = leverage(vault, 'SLASHABLE', atPar(vault))
    expect(answer.buckets.map(({ value }) => value)).toEqual([ratio(220n, 100n)])
    expect(each(vault, answer).map((one) => one.value.value)).toEqual([
      ratio(110n, 100n),
      ratio(110n, 100n),
    ])
    expect(answer.total.value.value).toEqual(ratio(220n, 100n))
    expect(whole(answer.atRisk)).toBe(100n)
  })

  test('covers its promises with the vault counted once', () => {
    expect(coverage(vault, 'SLASHABLE', [0, 1])).toMatchObject({ covered: 100n, promised: 220n })
    expect(coverage(vault, 'SLASHABLE', [0])).toMatchObject({ covered: 90n, promised: 90n })
  })

  test('counts once as the stake behind both operators', () => {
    const answer = rehypothecation(vault, atPar(vault), 'REGISTERED')
    expect(answer.multiplier.value).toEqual(ratio(220n, 100n))
    expect(each(vault, answer).map((one) => one.multiplier.value)).toEqual([
      ratio(110n, 100n),
      ratio(110n, 100n),
    ])
  })

  test('lets a staker of half the vault lose half of it', () => {
    const layer = {
      stakers: ['k'],
      operatorOf: Int32Array.from([-1]),
      staker: Int32Array.from([0]),
      pool: Int32Array.from([0]),
      amount: [50n],
    }
    expect(whole(maximalLosses(vault, layer, atPar(vault))[0]!.value!)).toBe(50n)
  })
})

test('stake that every AVS counts in full differs from what they can slash (a known error of other tools)', () => {
  const graph = stakeGraph({
    operators: ['o'],
    sets: { a: 'avs1', b: 'avs2', c: 'avs3' },
    directories: ['c'],
    stake: { 'o/p': 100n },
    registered: { a: { 'o/p': 100n }, b: { 'o/p': 100n }, c: { 'o/p': 100n } },
    slashable: { a: { 'o/p': 10n } },
  })
  expect(rehypothecation(graph, atPar(graph), 'ALL').multiplier.value).toEqual(ratio(3n))
  expect(coverage(graph, 'REGISTERED', [0, 1, 2]).share.value).toEqual(ratio(1n, 3n))
  expect(whole(leverage(graph, 'SLASHABLE', atPar(graph)).atRisk)).toBe(10n)
  expect(phantomShares(graph, atPar(graph)).map(({ phantom }) => phantom.value)).toEqual([
    ratio(9n, 10n),
    ratio(1n),
    ratio(1n),
  ])
})

describe('unknown and inconsistent amounts', () => {
  test('stake of operators that left is reported apart and in no phantom share, by the definition', () => {
    const graph = stakeGraph({
      operators: ['gone', 'here'],
      sets: { e: 's' },
      stake: { 'gone/p': 1000n, 'here/p': 100n },
      registered: { e: { 'here/p': 100n } },
      slashable: { e: { 'here/p': 40n, 'gone/p': 900n } },
    })
    const [share] = phantomShares(graph, atPar(graph))
    const { registered, slashable, departed } = share!
    expect([registered, slashable, departed].map(whole)).toEqual([100n, 40n, 900n])
    expect(share!.phantom.value).toEqual(ratio(60n, 100n))
  })

  test('two sets that count one vault in full have no phantom share, rather than a negative one', () => {
    const twice = { a: { 'o/v': 80n }, b: { 'o/v': 80n } }
    const graph = stakeGraph({
      operators: ['o'],
      sets: { a: 's', b: 's' },
      stake: { v: 100n },
      registered: twice,
      slashable: twice,
    })
    const [share] = phantomShares(graph, atPar(graph))
    expect([share!.registered, share!.slashable].map(whole)).toEqual([80n, 160n])
    expect(share!.phantom).toEqual({ value: null, nullReason: 'SLASHABLE_EXCEEDS_REGISTERED' })
  })

  test('slashable stake in an empty bucket is a DATA_ERROR of the bucket, its operator and the total', () => {
    const graph = stakeGraph({
      operators: ['a', 'b', 'c'],
      sets: { e: 's' },
      stake: { 'a/p': 0n, 'b/p': 10n, 'c/p': 0n },
      registered: { e: { 'a/p': 0n, 'b/p': 10n, 'c/p': 0n } },
      slashable: { e: { 'a/p': 1n, 'b/p': 5n } },
    })
    const answer = leverage(graph, 'SLASHABLE', atPar(graph))
    const wrong = { value: null, nullReason: 'DATA_ERROR' }
    const nothing = { value: null, nullReason: 'ZERO_TOTAL' }
    const half = { value: ratio(1n, 2n), nullReason: null }
    expect(answer.buckets).toEqual([wrong, half, nothing])
    expect(each(graph, answer).map(({ value }) => value)).toEqual([wrong, half, nothing])
    expect(answer.total.value).toEqual(wrong)
  })

  test('a position in an empty bucket is a DATA_ERROR of the staker', () => {
    const graph = stakeGraph({
      operators: ['a'],
      sets: { e: 's' },
      stake: { 'a/p': 0n },
      registered: { e: { 'a/p': 0n } },
    })
    const layer = {
      stakers: ['k'],
      operatorOf: Int32Array.from([0]),
      staker: Int32Array.from([0]),
      pool: Int32Array.from([0]),
      amount: [1n],
    }
    expect(maximalLosses(graph, layer, atPar(graph))[0]!.nullReason).toBe('DATA_ERROR')
  })

  test('a pool without a price is listed, and not counted as 0', () => {
    const graph = stakeGraph({
      operators: ['a'],
      sets: { e: 's' },
      stake: { 'a/p': 10n, 'a/q': 30n },
      registered: { e: { 'a/p': 10n, 'a/q': 30n } },
      slashable: { e: { 'a/p': 5n, 'a/q': 30n } },
    })
    const valuation = new Valuation([3n, null], 1n)
    const answer = leverage(graph, 'SLASHABLE', valuation)
    const { slashable, stake, value } = answer.total
    const incomplete = [slashable, stake, answer.atRisk]
    expect(incomplete.map(pricedPart)).toEqual([15n, 30n, 15n].map((amount) => ratio(amount)))
    for (const one of incomplete) expect(Value.coverage([one]).unpriced).toEqual([1])
    expect(value.value).toEqual(ratio(1n, 2n))
    expect(answer.buckets[1]!.value).toEqual(ratio(1n))
    const { promised } = rehypothecation(graph, valuation, 'ALL')
    expect(pricedPart(promised)).toEqual(ratio(30n))
    expect(Value.coverage([promised]).unpriced).toEqual([1])
    expect(phantomShares(graph, valuation)[0]!.phantom.value).toEqual(ratio(1n, 2n))
    const [p, q] = stakeOfBuckets(graph, valuation)
    expect(whole(p!)).toBe(30n)
    expect([q!.isUnknown, q!.isZero]).toEqual([true, null])
  })

  test('no operators, and no stake, have a null reason and no value', () => {
    const none = stakeGraph({ operators: [], sets: {}, stake: {}, registered: {} })
    expect(rehypothecation(none, atPar(none), 'REGISTERED').multiplier.nullReason).toBe('EMPTY')
    expect(leverage(none, 'SLASHABLE', atPar(none)).total.value.nullReason).toBe('EMPTY')
    expect(nominalToSlashable([]).nullReason).toBe('EMPTY')
    expect(coverage(toy, 'SLASHABLE', []).share.nullReason).toBe('EMPTY')
    const idle = stakeGraph({
      operators: ['a'],
      sets: { e: 's', f: 't' },
      stake: { 'a/p': 0n },
      registered: { e: { a: 0n } },
    })
    expect(rehypothecation(idle, atPar(idle), 'REGISTERED')).toMatchObject({
      n: 1,
      multiplier: { nullReason: 'ZERO_TOTAL' },
    })
    const [member, empty] = phantomShares(idle, atPar(idle))
    expect(member!.phantom.nullReason).toBe('ZERO_TOTAL')
    expect(empty!.phantom.nullReason).toBe('EMPTY')
    const shares = exclusiveShares(stakeMatrix(idle, 'REGISTERED', atPar(idle)))
    expect(shares.map(({ nullReason }) => nullReason)).toEqual(['ZERO_TOTAL', 'EMPTY'])
    expect(nominalToSlashable([member!]).nullReason).toBe('ZERO_TOTAL')
  })

  test('operators without a service are in the universe ALL only', () => {
    const graph = stakeGraph({
      operators: ['a', 'b'],
      sets: { e: 's' },
      stake: { 'a/p': 10n, 'b/p': 30n },
      registered: { e: { 'a/p': 10n } },
    })
    expect(rehypothecation(graph, atPar(graph), 'REGISTERED').multiplier.value).toEqual(ratio(1n))
    expect(rehypothecation(graph, atPar(graph), 'ALL').multiplier.value).toEqual(ratio(1n, 4n))
  })
})
