import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toyGraph, toyNetwork } from '../../../test/support/risk/toy-graph'
import { exact, pricedPart } from '../../../test/support/risk/values'
import { effectiveNumber, hhi } from '../concentration/herfindahl'
import { population } from '../concentration/population'
import type { Divided } from '../graph/graph'
import { nativeValuation } from '../graph/valuation'
import { compare, type Ratio, ratio } from '../math/ratio'
import { mulWadUp, partOf, sharesLeft, WAD } from '../math/wad'
import { Valuation } from '../value/valuation'
import type { Value } from '../value/value'
import { cascade, type Rules } from './cascade'
import type { Shock } from './shock'
import { Simulation } from './simulation'

const NATIVE = nativeValuation(1, 0)
const NO_RULES: Rules = { minimum: null, ejection: null }
const whole = (value: Value) => Number(pricedPart(value).num / pricedPart(value).den) / 1e18
const units = (values: readonly bigint[]) => values.map((value) => Number(value) / 1e18)
const [O1, O2] = [0, 1]
const HALF = ratio(1n, 2n)

describe('published: EigenLayer documentation, magnitudes when slashed', () => {
  test('200 EIGEN, magnitudes 2000, 2500, 2000 of 10000, half of the first slashed', () => {
    // The graph's whole is the stake, so 200 EIGEN are 10000 magnitudes of 0.02 each.
    const eigen = 10n ** 18n
    const graph = toyGraph(
      { O: 200n * eigen },
      [40n, 50n, 40n].map((stake, i) => ({
        operator: 'O',
        service: `AVS_${i + 1}`,
        slashable: stake * eigen,
      })),
    )
    const simulation = new Simulation(graph)
    simulation.slash(0, WAD / 2n)
    expect(units(simulation.cap)).toEqual([180])
    expect(units(simulation.slashable)).toEqual([20, 50, 40])
    expect(units(simulation.maxMagnitude)).toEqual([180])
    // The page prints whole percents; what is not allocated has 70 of 180 EIGEN.
    const max = simulation.maxMagnitude[0]!
    const free = max - simulation.magnitude.reduce((sum, one) => sum + one, 0n)
    expect(units([free])).toEqual([70])
    const percents = [...simulation.magnitude, free].map((one) => Number(one) / Number(max))
    expect(percents.map((share) => Math.round(share * 100))).toEqual([11, 28, 22, 39])
  })
})

describe('rules of the contracts (SlashingLib, AllocationManager)', () => {
  test('slashed magnitude is rounded up, slashable stake down at each step, of nothing it is 0', () => {
    expect(mulWadUp(3n, WAD / 2n)).toBe(2n)
    expect(partOf(10n, 1n, 3n)).toBe(3n)
    expect(partOf(10n, 1n, 0n)).toBe(0n)
    expect(sharesLeft(10n, 3n, 2n)).toBe(7n)
    expect(sharesLeft(10n, 3n, 0n)).toBe(0n)
  })

  test('a pending deallocation is slashed by the same part', () => {
    const graph = toyGraph({ O: 100n }, [{ operator: 'O', service: 'S', slashable: 60n }])
    const pending = { ...graph, commitments: { ...graph.commitments, minMagnitude: [20n] } }
    const simulation = new Simulation(pending)
    simulation.slash(0, WAD / 4n)
    expect(simulation.magnitude).toEqual([45n])
    expect(simulation.minMagnitude).toEqual([15n])
  })

  test('a slash of nothing changes nothing; one by a part outside (0, 1] is refused', () => {
    const simulation = new Simulation(toyGraph({ O: 5n }, [{ operator: 'O', service: 'S' }]))
    expect(simulation.slash(0, WAD)).toBeNull()
    expect(simulation.cap).toEqual([5n])
    for (const wad of [0n, -1n, WAD + 1n])
      expect(() => simulation.slash(0, wad)).toThrow(RangeError)
  })
})

describe('scenarios of the metrics reference on the toy network, computed there', () => {
  test('half of what S1 can slash of O1: loss 10, S1 from 32 to 22, S2 and S3 as before', () => {
    const shock: Shock = { kind: 'SLASH', operator: O1, set: 0, pools: [0], wads: [WAD / 2n] }
    const { simulation, before, after } = cascade(
      toyNetwork(),
      'SLASHABLE',
      NATIVE,
      [shock],
      NO_RULES,
    )
    expect(before.map(whole)).toEqual([32, 21, 5])
    expect(after.map(whole)).toEqual([22, 21, 5])
    expect(units(simulation.lost)).toEqual([10, 0, 0, 0])
  })

  test('client bug of O1 and O2, all of S1 that they secure: .90625 of S1', () => {
    const shock: Shock = { kind: 'GROUP', operators: [O1, O2], services: [0], wad: WAD }
    const { before, after } = cascade(toyNetwork(), 'SLASHABLE', NATIVE, [shock], NO_RULES)
    expect(1 - whole(after[0]!) / whole(before[0]!)).toBe(0.90625)
  })

  test('depeg of 10 % where O1 has 30 of 50 and O2 all in it: 47, 27, 15, 5 left, loss 6, HHI .3608, S3 from 55 to 52', () => {
    const graph = toyNetwork()
    const unit = 10n ** 18n
    // Two pools: stETH and ETH; O1 is split between them, O2 holds stETH only.
    const split = {
      ...graph,
      pools: ['E', 'P'],
      buckets: {
        ...graph.buckets,
        operator: Int32Array.from([0, 0, 1, 2, 3]),
        pool: Int32Array.from([0, 1, 1, 0, 0]),
        cap: [20n, 30n, 30n, 15n, 5n].map((one) => one * unit),
        maxMagnitude: [20n, 30n, 30n, 15n, 5n].map((one) => one * unit),
      },
      commitments: {
        ...graph.commitments,
        operator: Int32Array.from([0, 0, 3]),
        set: Int32Array.from([2, 2, 2]),
        bucket: Int32Array.from([0, 1, 4]),
        isRegistered: new Uint8Array(3).fill(1),
        registered: [20n, 30n, 5n].map((one) => one * unit),
        slashable: [0n, 0n, 0n],
        minSlashable: [0n, 0n, 0n],
        magnitude: [0n, 0n, 0n],
        minMagnitude: [0n, 0n, 0n],
      },
    }
    const valuation = new Valuation([1n, 1n], 1n)
    const shock: Shock = { kind: 'DEPEG', pools: [1], part: ratio(1n, 10n) }
    const outcome = cascade(split, 'REGISTERED', valuation, [shock], NO_RULES)
    expect(whole(outcome.before[2]!)).toBe(55)
    expect(whole(outcome.after[2]!)).toBe(52)
    const held = [0n, 0n, 0n, 0n]
    split.buckets.cap.forEach((cap, bucket) => {
      const { num, den } = exact(outcome.valuation.worth(split.buckets.pool[bucket]!, cap))
      held[split.buckets.operator[bucket]!]! += num / den
    })
    expect(units(held)).toEqual([47, 27, 15, 5])
    const after = population(held.map((amount, i) => ({ id: `${i}`, amount })))
    expect(Number(hhi(after)!.num) / Number(hhi(after)!.den)).toBeCloseTo(0.36079674, 8)
    expect(effectiveNumber(after)).not.toBeNull()
  })

  const minimum = [60n, 40n, 20n].map((one) => ratio(one * 10n ** 18n))
  const run = (shock: Shock, tau: Ratio | null) => {
    const rules = { minimum, ejection: tau }
    return cascade(toyNetwork(), 'REGISTERED', NATIVE, [shock], rules)
  }
  const loss: Shock = { kind: 'LOSS', operator: O1, part: HALF }

  test('O1 loses half, leaves at .6: none fails (70, 55, 30)', () => {
    const { after, failedIn } = run(loss, ratio(6n, 10n))
    expect(after.map(whole)).toEqual([70, 55, 30])
    expect(failedIn).toEqual([null, null, null])
  })

  test('O1 loses half, leaves at .4: all three fail in round 2 (45, 30, 5)', () => {
    const { after, failedIn, rounds } = run(loss, ratio(4n, 10n))
    expect(after.map(whole)).toEqual([45, 30, 5])
    expect(failedIn).toEqual([2, 2, 2])
    expect(rounds[1]!.map(({ kind, operator }) => [kind, operator])).toEqual([
      ['OPERATOR_EJECTED', O1],
    ])
    expect(rounds).toHaveLength(3)
  })

  test('O1 loses half and leaves at a half, which is reached, by the definition', () => {
    const { after, rounds } = run(loss, HALF)
    expect(after.map(whole)).toEqual([45, 30, 5])
    expect(rounds[1]!.map(({ operator }) => operator)).toEqual([O1])
  })

  test('O2 loses everything: none fails (65, 50, 55)', () => {
    const { after, failedIn } = run({ kind: 'LOSS', operator: O2, part: ratio(1n) }, null)
    expect(after.map(whole)).toEqual([65, 50, 55])
    expect(failedIn).toEqual([null, null, null])
  })
})

describe('by the formulas of Symbiotic, a bucket shared by all operators (golden vectors)', () => {
  /** A vault of 100 behind two networks: what A and B have in N1, then in N2. */
  function vault(stakes: readonly bigint[], divided?: Divided): Simulation {
    return new Simulation({
      operators: ['A', 'B'],
      services: ['N1', 'N2'],
      sets: ['N1', 'N2'].map((id, service) => ({ id, service, slashes: true, accepts: [0] })),
      pools: ['V'],
      buckets: {
        operator: Int32Array.of(-1),
        pool: Int32Array.of(0),
        cap: [100n],
        queued: null,
        maxMagnitude: [0n],
      },
      commitments: {
        operator: Int32Array.of(0, 1, 0, 1),
        set: Int32Array.of(0, 0, 1, 1),
        bucket: new Int32Array(4),
        isRegistered: new Uint8Array(4).fill(1),
        registered: stakes,
        slashable: stakes,
        minSlashable: stakes,
        magnitude: stakes.map(() => 0n),
        minMagnitude: stakes.map(() => 0n),
        ...(divided && { divided }),
      },
      unknownBases: [],
    })
  }

  test('full restake, limits of A 50, 60 and B 40, 70: A slashed by 50 in N1 leaves N1 at 90 and takes N2 from 130 to 100', () => {
    const simulation = vault([50n, 40n, 60n, 70n])
    simulation.slash(0, WAD)
    expect(simulation.cap).toEqual([50n])
    expect(simulation.slashable).toEqual([50n, 40n, 50n, 50n])
  })

  test('network restake, limit 80 in shares of 60 and 40: A slashed by 48 takes 48 and 32 to 31.2 and 20.8 in both, 56 of security for 48 of capital', () => {
    const e18 = (text: number) => BigInt(text * 10) * 10n ** 17n
    const stakes = [48, 32, 48, 32].map(e18)
    const divided = { shares: [60n, 40n, 60n, 40n], limit: stakes.map(() => e18(80)) }
    const simulation = vault(stakes, divided)
    simulation.cap[0] = e18(100)
    simulation.slash(0, WAD)
    expect(simulation.cap).toEqual([e18(52)])
    expect(simulation.slashable).toEqual([31.2, 20.8, 31.2, 20.8].map(e18))
    const sum = (list: readonly bigint[]) => list.reduce((all, one) => all + one, 0n)
    expect(sum(stakes) - sum(simulation.slashable)).toBe(e18(56))
  })
})

describe('for any graph', () => {
  const stake = fc.bigInt({ min: 0n, max: 10n ** 24n })
  const anyGraph = fc.array(stake, { minLength: 1, maxLength: 4 }).chain((caps) =>
    fc
      .array(
        fc.array(fc.option(fc.integer({ min: 0, max: 3 })), {
          minLength: caps.length,
          maxLength: caps.length,
        }),
        { minLength: 1, maxLength: 3 },
      )
      .map((services) => {
        // At most three quarters of an operator's whole, so that parts never exceed it.
        const promises = services.flatMap((line, s) =>
          line.flatMap((quarters, o) =>
            quarters === null
              ? []
              : {
                  operator: `O${o}`,
                  service: `S${s}`,
                  slashable: (caps[o]! * BigInt(quarters)) / 12n,
                },
          ),
        )
        const named = Object.fromEntries(caps.map((cap, o) => [`O${o}`, cap]))
        return toyGraph(named, [...promises, { operator: 'O0', service: 'S9' }])
      }),
  )
  const wad = fc.bigInt({ min: 1n, max: WAD })
  const slashableOf = (simulation: Simulation) =>
    simulation.graph.services.map((_, service) =>
      simulation.slashable.reduce(
        (sum, one, line) =>
          simulation.graph.sets[simulation.graph.commitments.set[line]!]!.service === service
            ? sum + one
            : sum,
        0n,
      ),
    )

  test('a slash takes at most the stake, more for a larger part, and leaves other sets what they can slash', () => {
    fc.assert(
      fc.property(anyGraph, fc.nat(), wad, wad, (graph, pick, a, b) => {
        const line = pick % graph.commitments.set.length
        const [small, large] = a < b ? [a, b] : [b, a]
        const [less, more] = [new Simulation(graph), new Simulation(graph)]
        less.slash(line, small)
        more.slash(line, large)
        less.cap.forEach((cap, bucket) => {
          expect(cap).toBeGreaterThanOrEqual(more.cap[bucket]!)
          expect(more.cap[bucket]!).toBeGreaterThanOrEqual(0n)
          expect(cap + less.lost[bucket]!).toBe(graph.buckets.cap[bucket]!)
        })
        // The contract rounds parts down at each step, so others can change by the rounding only.
        const dust = 2n + BigInt(1e6)
        more.slashable.forEach((after, other) => {
          if (other === line || graph.commitments.bucket[other] !== graph.commitments.bucket[line])
            return
          const before = graph.commitments.slashable[other]!
          const change = after > before ? after - before : before - after
          if (more.cap[graph.commitments.bucket[other]!]! > 0n)
            expect(change).toBeLessThanOrEqual(dust)
        })
      }),
    )
  })

  test('shocks on different buckets may come in any order', () => {
    fc.assert(
      fc.property(anyGraph, fc.nat(), fc.nat(), wad, wad, (graph, p, q, a, b) => {
        const { bucket, set } = graph.commitments
        const [first, second] = [p % set.length, q % set.length]
        if (bucket[first] === bucket[second]) return
        const [one, other] = [new Simulation(graph), new Simulation(graph)]
        one.slash(first, a)
        one.slash(second, b)
        other.slash(second, b)
        other.slash(first, a)
        expect([one.cap, one.slashable]).toEqual([other.cap, other.slashable])
      }),
    )
  })

  test('without shocks nothing happens; with shocks there is at most one round per operator and service', () => {
    const tenth = fc.integer({ min: 1, max: 10 }).map((n) => ratio(BigInt(n), 10n))
    fc.assert(
      fc.property(anyGraph, tenth, tenth, tenth, (graph, part, tau, least) => {
        const idle = cascade(graph, 'REGISTERED', NATIVE, [], { minimum: null, ejection: tau })
        expect(idle.after).toEqual(idle.before)
        const minimum = idle.before.map((one) => exact(one.times(least)))
        const shock: Shock = { kind: 'LOSS', operator: 0, part }
        const { rounds, after, before, failedIn } = cascade(graph, 'REGISTERED', NATIVE, [shock], {
          minimum,
          ejection: tau,
        })
        expect(rounds.length).toBeLessThanOrEqual(
          graph.operators.length + graph.services.length + 1,
        )
        after.forEach((one, service) => {
          expect(compare(exact(one), exact(before[service]!)) <= 0n).toBe(true)
          // Exactly the services below their minimum at the end have failed.
          const isBelow = compare(exact(one), minimum[service]!) < 0n
          expect(failedIn[service] !== null).toBe(isBelow)
        })
        expect(slashableOf(new Simulation(graph))).toHaveLength(graph.services.length)
      }),
    )
  })

  test('parts outside [0, 1] are refused', () => {
    const graph = toyNetwork()
    for (const part of [ratio(-1n), ratio(2n)]) {
      for (const shock of [
        { kind: 'LOSS', operator: 0, part },
        { kind: 'DRAIN', pool: 0, part },
        { kind: 'DEPEG', pools: [0], part },
      ] as Shock[]) {
        expect(() => cascade(graph, 'REGISTERED', NATIVE, [shock], NO_RULES)).toThrow(RangeError)
      }
    }
  })
})
