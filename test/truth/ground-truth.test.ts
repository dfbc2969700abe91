import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { events as allocationManager } from '../../src/abi/AllocationManager'
import { startApi } from '../../src/api/server'
import { PATIENT } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { allRecordings, BOTH, groundTruth, logsOf } from '../support/recordings'
import { type Address, ask, OF_EIGENLAYER } from './check'
import { delegationChecks } from './delegation'
import { governanceChecks } from './governance'
import { podChecks } from './pods'
import { heldByPool, poolChecks } from './pools'
import { rewardChecks } from './rewards'
import { slashingChecks } from './slashing'

type Api = Awaited<ReturnType<typeof startApi>>

const CHECKS = [
  ...delegationChecks,
  ...slashingChecks,
  ...rewardChecks,
  ...governanceChecks,
  ...podChecks,
  ...poolChecks,
]

// A chain with both protocols has all of EigenLayer's values, too.
const RECORDINGS = [...allRecordings(), { name: 'both-a', dir: BOTH }].map(({ name, dir }) => {
  return { name, dir, checkpoints: groundTruth(dir) }
})

// Not every recording has values for every check.
test.each(CHECKS)('some recording has values for: $name', ({ expected }) => {
  const compared = RECORDINGS.some(({ dir, checkpoints }) =>
    checkpoints.some((checkpoint) => expected(checkpoint, dir).length > 0),
  )
  expect(compared).toBe(true)
})

// The contracts round shares of stakers and of operators separately at every event.
test.each(RECORDINGS)(
  'shares of pools of $name add up to those of the strategies, but for rounding',
  ({ checkpoints }) => {
    for (const checkpoint of checkpoints) {
      const held = heldByPool(checkpoint)
      for (const [pool, { totalShares }] of Object.entries(checkpoint.strategies)) {
        const left = BigInt(totalShares) - (held.get(pool.toLowerCase()) ?? 0n)
        expect(left).toBeGreaterThan(-100n)
        expect(left).toBeLessThan(100n)
      }
    }
  },
)

/** A set of lines, in lower case. */
const asSet = (lines: string[]) => [...new Set(lines.map((line) => line.toLowerCase()))].sort()

describe.each(RECORDINGS)(
  '$name, indexed by the command and read through GraphQL',
  ({ dir, checkpoints }) => {
    let database: TestDatabase
    let api: Api

    beforeAll(async () => {
      database = await createIndexedDatabase('truth', dir)
      api = await startApi({
        databaseUrl: database.url,
        host: '127.0.0.1',
        port: 0,
        logger: pino({ level: 'silent' }),
        limits: PATIENT,
      })
    }, 300_000)

    afterAll(async () => {
      await api?.close()
      await database?.drop()
    })

    describe.each(CHECKS)('$name', ({ expected, served }) => {
      test.each(checkpoints)('equals the contracts at block $block', async (checkpoint) => {
        expect(asSet(await served(api, checkpoint.block))).toEqual(asSet(expected(checkpoint, dir)))
      })
    })

    test('every OperatorSlashed log is a slashing with its pools and wads', async () => {
      const expected = logsOf(dir, allocationManager.OperatorSlashed.topic).map((log) => {
        const { operator, operatorSet, strategies, wadSlashed } =
          allocationManager.OperatorSlashed.decode(log)
        const pools = strategies.map((pool, i) => `${pool} ${wadSlashed[i]}`)
        return `${operator} ${operatorSet.avs}/${operatorSet.id} ${pools.join(' ')}`
      })
      expect(expected.length).toBeGreaterThan(0)
      type Slashing = {
        operator: Address
        operatorSet: { setId: string; avs: Address }
        pools: { pool: Address; wadSlashed: string }[]
      }
      const slashings: Slashing[] = []
      do {
        const page = await ask<{ slashings: Slashing[] }>(
          api,
          `{ slashings(where: {operatorSet: ${OF_EIGENLAYER}}, orderBy: [block_ASC, logIndex_ASC], limit: 1000, offset: ${slashings.length}) {
          block logIndex operator { address } operatorSet { setId avs { address } } description
          pools { pool { address } wadSlashed } } }`,
        )
        slashings.push(...page.slashings)
      } while (slashings.length > 0 && slashings.length % 1000 === 0)
      const served = slashings.map(({ operator, operatorSet, pools }) => {
        const items = pools.map(({ pool, wadSlashed }) => `${pool.address} ${wadSlashed}`)
        return `${operator.address} ${operatorSet.avs.address}/${operatorSet.setId} ${items.join(' ')}`
      })
      expect(served).toEqual(expected)
    })

    test('without a pending change value and effect block are null', async () => {
      type Pending = Record<string, string | number | null>
      const { operators, operatorSets } = await ask<Record<string, Pending[]>>(
        api,
        `{ operators(limit: 1000) { a: pendingAllocationDelay b: allocationDelayEffectBlock }
         operatorSets(limit: 1000) { a: pendingSlasher b: pendingSlasherEffectBlock } }`,
      )
      const pairs = [...operators!, ...operatorSets!]
      expect(pairs.filter(({ a, b }) => (a === null) !== (b === null))).toEqual([])
      expect(pairs.some(({ a }) => a === null)).toBe(true)
    })

    test('the head is that of the recording', async () => {
      const head = checkpoints.at(-1)!
      const { _meta } = await ask<{ _meta: unknown }>(
        api,
        '{ _meta { block { number hash timestamp } } }',
      )
      const { block: number, blockHash: hash, timestamp } = head
      expect(_meta).toEqual({ block: { number, hash, timestamp } })
    })
  },
)
