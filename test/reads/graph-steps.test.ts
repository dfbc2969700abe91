import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Operation, openOperation } from '../../src/api/operation'
import { loadQueued } from '../../src/reads/graph/queue'
import { QueueSteps } from '../../src/reads/graph/queue-steps'
import { GraphTimeline } from '../../src/reads/graph/timeline'
import { loadSteps } from '../../src/reads/graph/vaults/steps'
import type { PoolHolding } from '../../src/risk/concentration/native-population'
import { isShared } from '../../src/risk/graph/delegated'
import type { Basis, StakeGraph } from '../../src/risk/graph/graph'
import { holdings } from '../../src/risk/graph/holdings'
import type { HolderKind, StakeScope } from '../../src/risk/graph/stake-scope'
import { nativeValuation } from '../../src/risk/graph/valuation'
import { withQueue } from '../../src/risk/graph/with-queue'
import { capitalAtRisk } from '../../src/risk/leverage/capital-at-risk'
import { AtRiskSums } from '../../src/risk/series/at-risk-sums'
import { type HeldCells, heldCells } from '../../src/risk/series/held-cells'
import { someOf } from '../long.mjs'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { BOTH, shortRecordings } from '../support/recordings'

const POINTS = 30
const KINDS: HolderKind[] = ['OPERATORS', 'POOLS', 'SERVICES', 'SETS']
const BASES: Basis[] = ['DELEGATED', 'REGISTERED', 'SLASHABLE', 'MIN_SLASHABLE']
const NONE: StakeScope = { operator: null, pool: null, service: null, set: null }
const SCOPES: StakeScope[] = [
  NONE,
  { ...NONE, pool: 1 },
  { ...NONE, service: 2 },
  { ...NONE, set: 4, pool: 2 },
  { ...NONE, operator: 5 },
]

const textOf = (held: readonly PoolHolding[]) =>
  held.flatMap(({ id, pool, amount }) => (amount > 0n ? [`${id} ${pool} ${amount}`] : [])).sort()

/** The same scope in another graph; null: it is not there. */
function scopeIn(graph: StakeGraph, from: StakeGraph, scope: StakeScope): StakeScope | null {
  const at = (ids: readonly string[], others: readonly string[], position: number | null) =>
    position === null ? null : ids.indexOf(others[position]!)
  const idsOf = ({ sets }: StakeGraph) => sets.map(({ id }) => id)
  const found = {
    operator: at(graph.operators, from.operators, scope.operator),
    pool: at(graph.pools, from.pools, scope.pool),
    service: at(graph.services, from.services, scope.service),
    set: at(idsOf(graph), idsOf(from), scope.set),
  }
  return Object.values(found).includes(-1) ? null : found
}

describe.each(someOf([...shortRecordings(), { name: 'both-a', dir: BOTH }], 2))(
  'the graph of $name, moved from block to block',
  ({ dir }) => {
    let database: TestDatabase
    let pool: Pool
    let context: Operation

    beforeAll(async () => {
      database = await createIndexedDatabase('graphsteps', dir)
      pool = new Pool({ connectionString: database.url })
      context = openOperation(pool, 60_000)
    }, 300_000)

    afterAll(async () => {
      await context?.close()
      await pool?.end()
      await database?.drop()
    })

    async function pointsOf(count: number): Promise<number[]> {
      const { number } = await context.head()
      return Array.from(
        { length: count },
        (_, i) => 1 + Math.floor((i * (number - 1)) / (count - 1)),
      )
    }

    test('has the holdings of the graph that is read at each block, for every population, basis and scope', async () => {
      const points = await pointsOf(POINTS)
      const steps = await loadSteps(context, points)
      const head = await context.at()
      const timeline = await GraphTimeline.start(context, {
        ...head,
        number: points[0]!,
        isHead: false,
      })
      let cells: { of: HolderKind; basis: Basis; scope: StakeScope; held: HeldCells }[] | null =
        null
      let compared = 0
      for (const step of steps.steps()) {
        const { graph } = step
        if (step.block > timeline.block) await timeline.advance(context, step.block)
        const read = timeline.current()
        expect(graph.unknownBases).toEqual(read.graph.unknownBases)
        expect([step.deallocationDelay, step.withdrawalDelay]).toEqual([
          read.deallocationDelay,
          read.withdrawalDelay,
        ])
        read.graph.pools.forEach((id, at) => {
          expect(step.pools[graph.pools.indexOf(id)]).toEqual(read.pools[at])
        })
        expect(graph.operators.filter((id) => steps.exists('operator', id))).toEqual(
          read.graph.operators,
        )
        cells ??= KINDS.flatMap((of) =>
          BASES.flatMap((basis) =>
            SCOPES.map((scope) => ({ of, basis, scope, held: heldCells(graph, of, basis, scope) })),
          ),
        )
        for (const { of, basis, scope, held } of cells) {
          held.update(step.lines, step.buckets)
          const there = scopeIn(read.graph, graph, scope)
          const expected = there === null ? [] : textOf(holdings(read.graph, of, basis, there))
          const what = `${of} ${basis} ${JSON.stringify(scope)} at ${step.block}`
          expect(textOf(held.list()), what).toEqual(expected)
          expect(textOf(holdings(graph, of, basis, scope)), what).toEqual(expected)
          compared += expected.length
        }
      }
      expect(compared).toBeGreaterThan(10_000)
    })

    test.each([
      ['of the chain', (delay: number | null) => delay],
      [
        'that is longer at every other block',
        (delay: number | null, at: number) => delay! * (1 + (at % 2)),
      ],
      ['that is unknown', () => null],
    ])(
      'has the queue that is read at each block, and what can be lost with it, with a delay %s',
      async (_, delayAt) => {
        const points = await pointsOf(POINTS)
        const steps = await loadSteps(context, points)
        // From the first block on all withdrawals are read, whatever the delay.
        const queue = await QueueSteps.load(context, points, steps.graph)
        const sums = new AtRiskSums(steps.graph, queue.queued)
        let compared = 0
        let at = 0
        for (const step of steps.steps()) {
          const { graph } = step
          const delay = delayAt(step.withdrawalDelay, at++)
          const buckets = queue.advance(step.block, delay)
          sums.update(step.lines, [...step.buckets, ...buckets])
          const block = { number: step.block, isHead: false }
          const read = await loadQueued(context, block, { graph, withdrawalDelay: delay })
          expect(queue.queued).toEqual(read)
          // Withdrawals from vaults have no delay: they are in epochs.
          const isQueued = read.some((one, bucket) => one > 0n && !isShared(graph, bucket))
          expect(queue.isUnknown).toBe(delay === null && isQueued)
          const atRisk = capitalAtRiskByPool(withQueue(graph, read))
          expect(sums.byPool).toEqual(atRisk)
          compared += read.filter((one) => one > 0n).length
        }
        expect(compared).toBeGreaterThan(30)
      },
    )
  },
)

/** Unique capital at risk of each pool, in its base units. */
function capitalAtRiskByPool(graph: StakeGraph): bigint[] {
  return graph.pools.map((_, pool) => {
    return capitalAtRisk(graph, nativeValuation(graph.pools.length, pool)).lowerBound().num
  })
}
