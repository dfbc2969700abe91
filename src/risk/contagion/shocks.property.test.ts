import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toyGraph } from '../../../test/support/risk/toy-graph'
import { exact } from '../../../test/support/risk/values'
import type { StakeGraph } from '../graph/graph'
import { nativeValuation } from '../graph/valuation'
import { compare, type Ratio, ratio } from '../math/ratio'
import { partOf, WAD } from '../math/wad'
import { cascade } from './cascade'
import type { Shock } from './shock'

/*
 * Properties that the metrics reference asks of scenarios (5.17): a fraction of 0 changes nothing;
 * more is lost of a larger one; shocks of different buckets may come in any order; no more is lost
 * than there is.
 */

const NATIVE = nativeValuation(1, 0)
const NO_RULES = { minimum: null, ejection: null }
const OPERATORS = ['O0', 'O1', 'O2']

/**
 * Three operators behind three services in one pool, magnitudes as the contract keeps them: parts
 * of at most 1e18.
 */
const graphs: fc.Arbitrary<StakeGraph> = fc
  .array(
    fc.record({
      cap: fc.bigInt({ min: 0n, max: 10n ** 26n }),
      max: fc.bigInt({ min: 1n, max: WAD }),
      parts: fc.array(fc.integer({ min: 0, max: 33 }), { minLength: 3, maxLength: 3 }),
    }),
    { minLength: 3, maxLength: 3 },
  )
  .map((operators) => {
    const caps = Object.fromEntries(operators.map(({ cap }, o) => [`O${o}`, cap]))
    const promises = operators.flatMap(({ parts }, o) =>
      parts.map((_, s) => ({ operator: `O${o}`, service: `S${s}` })),
    )
    const graph = toyGraph(caps, promises)
    const { operator, set } = graph.commitments
    const magnitude = Array.from(operator, (o, line) => {
      const { max, parts } = operators[o]!
      return (max * BigInt(parts[set[line]!]!)) / 100n
    })
    const slashable = magnitude.map((one, line) => {
      const { cap, max } = operators[operator[line]!]!
      return partOf(cap, one, max)
    })
    return {
      ...graph,
      buckets: { ...graph.buckets, maxMagnitude: operators.map(({ max }) => max) },
      commitments: {
        ...graph.commitments,
        magnitude,
        minMagnitude: magnitude,
        slashable,
        minSlashable: slashable,
      },
    }
  })

const operator = fc.nat(2)
const thousandth = fc.integer({ min: 0, max: 1000 }).map((part) => ratio(BigInt(part), 1000n))
const wadOf = ({ num, den }: Ratio) => (num * WAD) / den

/** Every kind of shock by a part; a slash by 0 is no shock, as the contract refuses it. */
const SHOCKS = {
  LOSS: (one: number, part: Ratio): Shock => ({ kind: 'LOSS', operator: one, part }),
  DRAIN: (_: number, part: Ratio): Shock => ({ kind: 'DRAIN', pool: 0, part }),
  EXIT: (_: number, part: Ratio): Shock => ({ kind: 'EXIT', pool: 0, part }),
  DEPEG: (_: number, part: Ratio): Shock => ({ kind: 'DEPEG', pools: [0], part }),
  SLASH: (one: number, part: Ratio): Shock => ({
    kind: 'SLASH',
    operator: one,
    set: 0,
    pools: [0],
    wads: [wadOf(part)],
  }),
  GROUP: (one: number, part: Ratio): Shock => ({
    kind: 'GROUP',
    operators: [one, (one + 1) % 3],
    services: null,
    wad: wadOf(part),
  }),
}
const KINDS = Object.keys(SHOCKS) as (keyof typeof SHOCKS)[]
const kind = fc.constantFrom(...KINDS)
const shock = fc
  .tuple(
    kind,
    operator,
    thousandth.filter(({ num }) => num > 0n),
  )
  .map(([name, one, part]) => SHOCKS[name](one, part))
const basis = fc.constantFrom('REGISTERED' as const, 'SLASHABLE' as const, 'MIN_SLASHABLE' as const)
const run = (
  graph: StakeGraph,
  shocks: Shock[],
  by: 'REGISTERED' | 'SLASHABLE' | 'MIN_SLASHABLE',
) => cascade(graph, by, NATIVE, shocks, NO_RULES)

describe('scenarios', () => {
  test.each(['LOSS', 'DRAIN', 'EXIT', 'DEPEG'] as const)(
    '%s of a part of 0 changes nothing',
    (name) => {
      fc.assert(
        fc.property(graphs, operator, basis, (graph, one, by) => {
          const { before, after, simulation, failedIn } = run(
            graph,
            [SHOCKS[name](one, ratio(0n))],
            by,
          )
          expect(after).toEqual(before)
          expect(simulation.cap).toEqual(graph.buckets.cap)
          expect(simulation.slashable).toEqual(graph.commitments.slashable)
          expect(simulation.registered).toEqual(graph.commitments.registered)
          expect(simulation.lost).toEqual([0n, 0n, 0n])
          expect(failedIn).toEqual([null, null, null])
        }),
      )
    },
  )

  test('a slash of a part of 0 is refused, as by the contract', () => {
    fc.assert(
      fc.property(graphs, operator, (graph, one) => {
        for (const name of ['SLASH', 'GROUP'] as const) {
          const none = () => run(graph, [SHOCKS[name](one, ratio(0n))], 'SLASHABLE')
          expect(none).toThrow(RangeError)
        }
      }),
    )
  })

  test.each(KINDS)('%s by a larger part leaves no operator and no service with more', (name) => {
    fc.assert(
      fc.property(graphs, operator, thousandth, thousandth, (graph, one, a, b) => {
        const [small, large] = compare(a, b) <= 0n ? [a, b] : [b, a]
        fc.pre(small.num > 0n)
        const [less, more] = [small, large].map((part) =>
          run(graph, [SHOCKS[name](one, part)], 'REGISTERED'),
        )
        less!.after.forEach((stake, service) => {
          expect(compare(exact(more!.after[service]!), exact(stake)) <= 0n).toBe(true)
          expect(compare(exact(stake), exact(less!.before[service]!)) <= 0n).toBe(true)
        })
        less!.simulation.cap.forEach((cap, bucket) => {
          expect(more!.simulation.cap[bucket]! <= cap).toBe(true)
          expect(more!.simulation.lost[bucket]! >= less!.simulation.lost[bucket]!).toBe(true)
        })
      }),
    )
  })

  test('the loss is at most the stake, whatever happens and how often', () => {
    fc.assert(
      fc.property(graphs, fc.array(shock, { maxLength: 8 }), basis, (graph, shocks, by) => {
        const { simulation, before, after } = run(graph, shocks, by)
        const leaves = shocks.some(({ kind }) => kind === 'EXIT')
        graph.buckets.cap.forEach((cap, bucket) => {
          const [left, lost] = [simulation.cap[bucket]!, simulation.lost[bucket]!]
          expect(left >= 0n && lost >= 0n).toBe(true)
          // Only what is withdrawn is neither left nor lost.
          if (leaves) expect(left + lost <= cap).toBe(true)
          else expect(left + lost).toBe(cap)
        })
        after.forEach((stake, service) => {
          expect(exact(stake).num >= 0n).toBe(true)
          if (by === 'REGISTERED')
            expect(compare(exact(stake), exact(before[service]!)) <= 0n).toBe(true)
        })
      }),
    )
  })

  test('slashable stake of an operator stays within its stake, and its magnitudes within the maximum', () => {
    fc.assert(
      fc.property(graphs, fc.array(shock, { maxLength: 8 }), (graph, shocks) => {
        const { cap, slashable, magnitude, maxMagnitude } = run(
          graph,
          shocks,
          'SLASHABLE',
        ).simulation
        cap.forEach((stake, bucket) => {
          const sum = (amounts: readonly bigint[]) =>
            amounts.reduce(
              (all, one, line) => (graph.commitments.bucket[line] === bucket ? all + one : all),
              0n,
            )
          expect(sum(slashable) <= stake).toBe(true)
          expect(sum(magnitude) <= maxMagnitude[bucket]!).toBe(true)
        })
      }),
    )
  })

  test('shocks of different operators may come in any order', () => {
    const own = fc.tuple(
      fc.constantFrom('LOSS' as const, 'SLASH' as const),
      thousandth.filter(({ num }) => num > 0n),
    )
    fc.assert(
      fc.property(
        graphs,
        fc.tuple(own, own, own),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        basis,
        (graph, parts, order, by) => {
          const shocks = parts.map(([name, part], one) => SHOCKS[name](one, part))
          const [there, other] = [shocks, order.map((one) => shocks[one]!)].map((list) =>
            run(graph, list, by),
          )
          expect(other!.after).toEqual(there!.after)
          for (const key of ['cap', 'slashable', 'magnitude', 'maxMagnitude', 'lost'] as const) {
            expect(other!.simulation[key]).toEqual(there!.simulation[key])
          }
        },
      ),
    )
  })

  test('services and operators that a shock does not concern keep their stake', () => {
    fc.assert(
      fc.property(graphs, operator, thousandth, (graph, one, part) => {
        fc.pre(part.num > 0n)
        for (const name of ['LOSS', 'SLASH'] as const) {
          const { simulation } = run(graph, [SHOCKS[name](one, part)], 'SLASHABLE')
          OPERATORS.forEach((_, other) => {
            if (other === one) return
            expect(simulation.cap[other]).toBe(graph.buckets.cap[other])
            graph.commitments.operator.forEach((operator, line) => {
              if (operator === other)
                expect(simulation.slashable[line]).toBe(graph.commitments.slashable[line])
            })
          })
        }
      }),
    )
  })
})
