import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openOperation } from '../../src/api/operation'
import { loadQueued } from '../../src/reads/graph/queue'
import { type BlockGraph, GraphTimeline } from '../../src/reads/graph/timeline'
import { Simulation } from '../../src/risk/contagion/simulation'
import { sharesLeft, WAD } from '../../src/risk/math/wad'
import { startTestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { shortRecordings } from '../support/recordings'

interface Part {
  block: number
  operator: string
  set: string
  pool: string
  maxBefore: bigint
  maxAfter: bigint
  sharesBefore: bigint
  sharesAfter: bigint
  queued: bigint
  /** Whether a withdrawal from the operator was queued in the block. */
  isQueuing: boolean
}

const PARTS_SQL = `
  SELECT s.block, s.operator_id AS operator, s.operator_set_id AS set, p.pool_id AS pool,
    p.max_magnitude_before::text AS "maxBefore", p.max_magnitude_after::text AS "maxAfter",
    p.shares_before::text AS "sharesBefore", p.shares_after::text AS "sharesAfter",
    p.queued_shares_slashed::text AS queued,
    EXISTS (SELECT FROM withdrawal w WHERE w.operator_id = s.operator_id AND w.queued_at_block = s.block) AS "isQueuing"
  FROM slashing s JOIN slashed_pool p ON p.slashing_id = s.id ORDER BY s.id, p.id`

/** The part (of 1e18) that takes this magnitude, which the event does not have: floor(slashed * 1e18 / magnitude). */
const wadOf = (slashed: bigint, magnitude: bigint) => (slashed * WAD) / magnitude

const position = (ids: readonly string[], id: string) => ids.indexOf(id)

describe.each(shortRecordings().filter(({ name }) => !/reorg/.test(name)))(
  'slashings of $name',
  ({ dir }) => {
    let database: TestDatabase
    let pool: Pool
    let parts: Part[]

    beforeAll(async () => {
      database = await createIndexedDatabase('backtest', dir)
      pool = new Pool({ connectionString: database.url })
      const { rows } = await pool.query(PARTS_SQL)
      parts = rows.map((row) => ({
        ...row,
        maxBefore: BigInt(row.maxBefore),
        maxAfter: BigInt(row.maxAfter),
        sharesBefore: BigInt(row.sharesBefore),
        sharesAfter: BigInt(row.sharesAfter),
        queued: BigInt(row.queued ?? 0),
      }))
    }, 300_000)

    afterAll(async () => {
      await pool?.end()
      await database?.drop()
    })

    test('simulated from the block before, give the shares and magnitudes after them, to the wei', async () => {
      const operation = openOperation(pool, 60_000)
      const byBlock = new Map<number, Part[]>()
      for (const part of parts) byBlock.set(part.block, [...(byBlock.get(part.block) ?? []), part])
      let timeline: GraphTimeline | null = null
      let whole = 0
      let folded = 0
      let inQueue = 0
      let compared = 0
      for (const [block, slashed] of byBlock) {
        const before = { ...(await operation.at()), number: block - 1, isHead: false }
        if (timeline === null) timeline = await GraphTimeline.start(operation, before)
        else if (timeline.block < block - 1) await timeline.advance(operation, block - 1)
        const at: BlockGraph = timeline.current()
        // Withdrawals that can still be slashed in the next block.
        const delay = at.withdrawalDelay! - 1
        const queued = await loadQueued(
          operation,
          { number: block - 1, isHead: false },
          { ...at, withdrawalDelay: delay },
        )
        const graph = { ...at.graph, buckets: { ...at.graph.buckets, queued } }
        const simulation = new Simulation(graph)
        const touched = new Set<number>()
        for (const part of slashed) {
          const bucket = graph.buckets.operator.findIndex(
            (operator, one) =>
              graph.operators[operator] === part.operator &&
              graph.pools[graph.buckets.pool[one]!] === part.pool,
          )
          if (part.maxBefore === part.maxAfter) continue
          const set = graph.sets.findIndex(({ id }) => id === part.set)
          const operator = position(graph.operators, part.operator)
          const line =
            set < 0 || bucket < 0
              ? -1
              : simulation.lineOf(operator, set, position(graph.pools, part.pool))
          const slashedMagnitude = part.maxBefore - part.maxAfter
          const isAsLeft =
            line >= 0 &&
            simulation.cap[bucket] === part.sharesBefore &&
            simulation.maxMagnitude[bucket] === part.maxBefore &&
            simulation.magnitude[line]! >= slashedMagnitude
          if (!isAsLeft) {
            // Another event of the block came first: the arithmetic is checked from the state that it left.
            expect(sharesLeft(part.sharesBefore, part.maxBefore, part.maxAfter)).toBe(
              part.sharesAfter,
            )
            folded++
            if (bucket >= 0) {
              simulation.cap[bucket] = part.sharesAfter
              simulation.maxMagnitude[bucket] = part.maxAfter
            }
            if (line >= 0) simulation.magnitude[line]! -= slashedMagnitude
            continue
          }
          const lostBefore = simulation.lostInQueue[bucket]!
          simulation.slash(line, wadOf(slashedMagnitude, simulation.magnitude[line]!))
          if (!part.isQueuing) {
            expect(simulation.lostInQueue[bucket]! - lostBefore).toBe(part.queued)
            if (part.queued > 0n) inQueue++
          }
          expect(simulation.cap[bucket]).toBe(part.sharesAfter)
          expect(simulation.maxMagnitude[bucket]).toBe(part.maxAfter)
          touched.add(bucket)
          whole++
        }
        // What nothing else of the block touched is in the indexed state as simulated, for all sets that share the bucket.
        await timeline.advance(operation, block)
        const { graph: after } = timeline.current()
        for (const bucket of touched) {
          const key = `${graph.operators[graph.buckets.operator[bucket]!]}-${graph.pools[graph.buckets.pool[bucket]!]}`
          const now = after.buckets.cap.findIndex((_, one) => {
            const owner = after.operators[after.buckets.operator[one]!]
            return `${owner}-${after.pools[after.buckets.pool[one]!]}` === key
          })
          if (after.buckets.cap[now] !== simulation.cap[bucket]) continue
          expect(after.buckets.maxMagnitude[now]).toBe(simulation.maxMagnitude[bucket])
          compared++
        }
      }
      await operation.close()
      console.log(
        `${whole} simulated, ${folded} after other events of their block, ${compared} states compared`,
      )
      expect(whole).toBeGreaterThan(folded)
      expect(compared).toBeGreaterThan(0)
      expect(inQueue).toBeGreaterThan(0)
    }, 300_000)

    test('asked through the API, the shares after are those of the next block', async () => {
      const api = await startTestApi(database.url)
      try {
        const alone = parts.filter(
          (part) =>
            parts.filter(({ block }) => block === part.block).length === 1 &&
            part.maxBefore > part.maxAfter,
        )
        let compared = 0
        for (const part of alone.slice(0, 25)) {
          const { allocations } = await api.ask(
            `{ allocations(where: {operator: {id_eq: "${part.operator}"}, operatorSet: {id_eq: "${part.set}"}, pool: {id_eq: "${part.pool}"}}, block: {number: ${part.block - 1}}) { magnitude } }`,
          )
          const magnitude = BigInt(allocations[0]?.magnitude ?? 0)
          if (magnitude < part.maxBefore - part.maxAfter) continue
          const wad = wadOf(part.maxBefore - part.maxAfter, magnitude)
          const { simulate } = await api.ask(
            `{ simulate(block: {number: ${part.block - 1}}, shocks: [{slash: {operator: "${part.operator}", operatorSet: "${part.set}", pools: ["${part.pool}"], wads: ["${wad}"]}}]) { operators { operator { address } pool { address } sharesBefore sharesAfter } rounds { round causes } meta { nullReason } } }`,
          )
          const [changed] = simulate.operators
          if (changed?.sharesBefore !== `${part.sharesBefore}`) continue
          expect(simulate.operators).toEqual([
            {
              operator: { address: part.operator },
              pool: { address: part.pool },
              sharesBefore: `${part.sharesBefore}`,
              sharesAfter: `${part.sharesAfter}`,
            },
          ])
          expect(simulate.rounds).toHaveLength(1)
          expect(simulate.rounds[0].causes[0]).toContain(part.operator)
          compared++
        }
        expect(compared).toBeGreaterThan(0)
      } finally {
        await api.close()
      }
    })
  },
)
