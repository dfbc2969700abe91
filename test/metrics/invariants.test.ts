import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openOperation } from '../../src/api/operation'
import { Graphs } from '../../src/reads/graph/graphs'
import { loadStakers } from '../../src/reads/graph/stakers'
import { hhi } from '../../src/risk/concentration/herfindahl'
import { population } from '../../src/risk/concentration/population'
import { cascade } from '../../src/risk/contagion/cascade'
import type { Shock } from '../../src/risk/contagion/shock'
import { columnTotals } from '../../src/risk/graph/columns'
import { exposure } from '../../src/risk/graph/exposure'
import type { Basis, StakeGraph, StakerLayer } from '../../src/risk/graph/graph'
import { leverage } from '../../src/risk/leverage/leverage'
import { phantomShares } from '../../src/risk/leverage/phantom'
import { compare, type Ratio, ratio } from '../../src/risk/math/ratio'
import { WAD } from '../../src/risk/math/wad'
import { sharedStake } from '../../src/risk/overlap/shared-stake'
import { certificate } from '../../src/risk/robustness/certificate'
import { exactSlack } from '../../src/risk/robustness/exact-slack'
import { networkOf } from '../../src/risk/robustness/network-of-exposure'
import { roundedCertificate } from '../../src/risk/robustness/rounded-certificate'
import { Valuation } from '../../src/risk/value/valuation'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { groundTruth, recordings } from '../support/recordings'

/*
 * What the metrics reference asks to be asserted at a final block ("Invariants worth asserting nightly"), of recorded
 * chains. That every slashing gives the next state is in back-test.test.ts.
 */

const THIRD = ratio(1n, 3n)
const ONE = ratio(1n)
const BASES = ['DELEGATED', 'REGISTERED', 'SLASHABLE', 'MIN_SLASHABLE'] as const
const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((a, b) => a + b, 0n)

/** Five blocks with answers of the contracts, the last one among them. */
function five<T>(all: readonly T[]): T[] {
  return [1, 2, 3, 4, 5].map((part) => all[Math.ceil((all.length * part) / 5) - 1]!)
}

describe.each(recordings().filter(({ name }) => !/large|reorg/.test(name)))(
  'invariants of $name',
  ({ dir }) => {
    let database: TestDatabase
    let pool: Pool
    const graphs = new Graphs()

    beforeAll(async () => {
      database = await createIndexedDatabase('invariants', dir)
      pool = new Pool({ connectionString: database.url })
    }, 300_000)

    afterAll(async () => {
      await pool?.end()
      await database?.drop()
    })

    describe.each(five(groundTruth(dir)).map(({ block }) => block))('at block %i', (block) => {
      let graph: StakeGraph
      let layer: StakerLayer
      /** Of all pools alike: these are properties of any prices. */
      let par: Valuation
      const matrix = (basis: Basis, rows: 'OPERATOR' | 'BUCKET' = 'OPERATOR') =>
        exposure(graph, basis, par, 'SERVICE', rows)

      beforeAll(async () => {
        const operation = openOperation(pool, 60_000)
        operation.declareBlocks([{ number: block }])
        const at = await operation.at()
        graph = (await graphs.at(operation, at)).graph
        layer = await loadStakers(operation, at, graph)
        await operation.close()
        par = new Valuation(
          graph.pools.map(() => 1n),
          1n,
        )
      })

      test('stakers of an operator together hold its shares of a pool, less roundings, and never more', () => {
        const { operator, pool: pools, cap } = graph.buckets
        const held = new Map<string, { total: bigint; stakers: bigint }>()
        layer.staker.forEach((staker, index) => {
          const key = `${layer.operatorOf[staker]} ${layer.pool[index]}`
          const { total, stakers } = held.get(key) ?? { total: 0n, stakers: 0n }
          held.set(key, { total: total + layer.amount[index]!, stakers: stakers + 1n })
        })
        cap.forEach((stake, bucket) => {
          const key = `${operator[bucket]} ${pools[bucket]}`
          const { total, stakers } = held.get(key) ?? { total: 0n, stakers: 0n }
          // The contracts round in favour of the operator's sum: a staker loses a part of 1e18 whenever its factor changes,
          // and at most ten such parts in these recordings.
          const rounding = 10n * (stake / WAD + 1n) * (stakers + 1n)
          expect(total <= stake && stake - total <= rounding).toBe(true)
        })
      })

      test('sets can slash together no more of a bucket than it holds; slashable leverage is in [0, 1]', () => {
        const { commitments, buckets } = graph
        const promised = buckets.cap.map(() => 0n)
        commitments.bucket.forEach((bucket, line) => {
          if (bucket >= 0) promised[bucket]! += commitments.slashable[line]!
        })
        promised.forEach((amount, bucket) => {
          expect(amount <= buckets.cap[bucket]!).toBe(true)
        })
        for (const { value } of leverage(graph, 'SLASHABLE', par).buckets) {
          if (value) expect(value.num >= 0n && compare(value, ONE) <= 0n).toBe(true)
        }
      })

      test('registered stake is at least slashable stake, which is at least minimum slashable stake', () => {
        for (const { registered, slashable } of phantomShares(graph, par)) {
          expect(registered.isAtLeast(slashable)).toBe(true)
        }
        const [now, later] = [matrix('SLASHABLE'), matrix('MIN_SLASHABLE')].map(columnTotals)
        later!.forEach((amount, service) => {
          expect(amount <= now![service]!).toBe(true)
        })
      })

      test.each(BASES)('%s: HHI of every service is in [1/n, 1]', (basis) => {
        const { columns, start, row, value } = matrix(basis)
        columns.forEach((_, column) => {
          const members = []
          for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
            members.push({ id: `${row[entry]}`, amount: value[entry]! })
          }
          const of = population(members)
          const index = hhi(of)
          expect(index === null).toBe(of.nullReason !== null)
          if (!index) return
          expect(compare(index, ratio(1n, BigInt(of.n))) >= 0n).toBe(true)
          expect(compare(index, ONE) <= 0n).toBe(true)
        })
      })

      test.each(BASES)('%s: forced shared stake is at most the possible', (basis) => {
        const { forced, possible } = sharedStake(graph, basis, par)
        forced.forEach((amount, pair) => {
          expect(possible[pair]!.isAtLeast(amount)).toBe(true)
          if (basis === 'SLASHABLE') expect(amount.isZero).toBe(true)
        })
      })

      test('gamma* <= rounded gamma <= true slack, if a tenth of the stake of each service can be won', () => {
        const shared = matrix('DELEGATED')
        const profits = columnTotals(shared).map((total) => total / 10n)
        const of = networkOf(
          shared,
          'SHARED',
          profits,
          profits.map(() => THIRD),
        )
        const slacks = [certificate(of).gamma, roundedCertificate(of).gamma]
        const exact = exactSlack(of)
        if (exact.nullReason !== 'TOO_LARGE') slacks.push(exact.nullReason ? null : exact.gamma)
        // Null is no limit: the largest.
        const atMost = (a: Ratio | null, b: Ratio | null) => !b || (!!a && compare(a, b) <= 0n)
        slacks.slice(1).forEach((slack, index) => {
          expect(atMost(slacks[index]!, slack)).toBe(true)
        })
      })

      test('if every set slashes all it can, no more is lost than was promised, nor than there is', () => {
        const shocks = graph.services.map((_, service): Shock => ({ kind: 'BYZANTINE', service }))
        const rules = { minimum: null, ejection: null }
        const { simulation } = cascade(graph, 'SLASHABLE', par, shocks, rules)
        simulation.lost.forEach((lost, bucket) => {
          expect(lost >= 0n && lost <= graph.buckets.cap[bucket]!).toBe(true)
        })
        expect(sum(simulation.lost) <= sum(graph.buckets.cap)).toBe(true)
      })
    })
  },
)
