import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openOperation } from '../../src/api/operation'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import { Graphs } from '../../src/reads/graph/graphs'
import { KeptStakes } from '../../src/reads/graph/kept-stakes'
import { loadStakers } from '../../src/reads/graph/stakers'
import { loadStakes } from '../../src/reads/graph/stakes'
import type { BlockGraph } from '../../src/reads/graph/timeline'
import type { StakeGraph } from '../../src/risk/graph/graph'
import { IS_LONG, someOf } from '../long.mjs'
import { blockOf, Feed } from '../support/chain/feed'
import type { TestDatabase } from '../support/postgres'
import { type Checkpoint, groundTruth, recordings } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'

const NOBODY = `0x${'0'.repeat(40)}`
/** In CI some of the first third of the chain: the graph is brought up to date hundreds of times on the way. */
const checkpoints = (dir: string) =>
  IS_LONG ? groundTruth(dir) : someOf(groundTruth(dir).slice(0, 7), 3)
/** Blocks between two looks at the head. */
const STEP = 7

/** What the contracts say that each set can slash, of pools it accepts: `<operator> <set> <pool> <stake>`. */
function slashableTruth(
  { operatorSets }: Checkpoint,
  pick: 'minSlashableNow' | 'minSlashableAfterDeallocationDelay',
): string[] {
  return Object.entries(operatorSets).flatMap(([set, answers]) =>
    Object.entries(answers[pick]).flatMap(([operator, pools]) =>
      Object.entries(pools).flatMap(([pool, stake]) =>
        stake === '0' || !answers.strategies.includes(pool)
          ? []
          : `${operator} ${set} ${pool} ${stake}`.toLowerCase(),
      ),
    ),
  )
}

/** `<staker> <pool> <withdrawable> <operator>` as the contracts answered. */
function withdrawableTruth({ stakers }: Checkpoint): string[] {
  const lines = Object.entries(stakers).flatMap(([staker, { withdrawable, delegatedTo }]) =>
    Object.entries(withdrawable).flatMap(([pool, amount]) =>
      amount === '0' ? [] : `${staker} ${pool} ${amount} ${delegatedTo}`.toLowerCase(),
    ),
  )
  return lines.sort()
}

function linesOf(graph: StakeGraph, amounts: readonly bigint[]): string[] {
  const { commitments, buckets } = graph
  return amounts.flatMap((amount, line) => {
    if (amount === 0n) return []
    const operator = graph.operators[commitments.operator[line]!]
    const pool = graph.pools[buckets.pool[commitments.bucket[line]!]!]
    return `${operator} ${graph.sets[commitments.set[line]!]!.id} ${pool} ${amount}`
  })
}

function membersOf(graph: StakeGraph): string[] {
  const { commitments } = graph
  const members = new Set<string>()
  commitments.isRegistered.forEach((isRegistered, line) => {
    const set = graph.sets[commitments.set[line]!]!
    if (isRegistered) members.add(`${set.id} ${graph.operators[commitments.operator[line]!]}`)
  })
  return [...members].sort()
}

describe.each(recordings().filter(({ name }) => !/large|reorg/.test(name)))(
  'the stake graph of $name, brought up to date block by block',
  ({ dir }) => {
    let chain: Recording
    let database: TestDatabase
    let pool: Pool
    let feed: Feed
    const graphs = new Graphs()
    const looks = { all: 0, read: 0 }
    const stakes = new KeptStakes(undefined, (...args) => {
      looks.read++
      return loadStakes(...args)
    })
    let checked = 0

    const read = async (from: Graphs, number?: number): Promise<BlockGraph> => {
      const operation = openOperation(pool, 60_000)
      operation.declareBlocks(number === undefined ? [] : [{ number }])
      try {
        return await from.at(operation, await operation.at())
      } finally {
        await operation.close()
      }
    }

    /** `<staker> <pool> <withdrawable> <operator>` of everyone who has something. */
    const stakersOf = async (graph: StakeGraph): Promise<string[]> => {
      const operation = openOperation(pool, 60_000)
      try {
        const layer = await loadStakers(operation, await operation.at(), graph)
        const lines = Array.from(layer.staker, (staker, index) => {
          const operator = graph.operators[layer.operatorOf[staker]!] ?? NOBODY
          const amount = layer.amount[index]!
          return `${layer.stakers[staker]} ${graph.pools[layer.pool[index]!]} ${amount} ${operator}`
        })
        return lines.sort()
      } finally {
        await operation.close()
      }
    }

    /** That what is kept of the stakes is what would be read. */
    const lookAtStakes = async (): Promise<void> => {
      const operation = openOperation(pool, 60_000)
      try {
        const block = await operation.at()
        const { graph } = await graphs.at(operation, block)
        const found = await stakes.at(operation, block, graph)
        expect(found).toEqual(await loadStakes(operation, block, graph, {}))
        looks.all++
      } finally {
        await operation.close()
      }
    }

    beforeAll(async () => {
      chain = await loadRecording(dir)
      database = await createMigratedDatabase('graph')
      pool = new Pool({ connectionString: database.url })
      feed = new Feed(database.url, networkFromDeployment(chain.deployment))
      await feed.database.connect()
    })

    afterAll(async () => {
      await feed?.database.close()
      await pool?.end()
      await database?.drop()
    })

    test.each(checkpoints(dir))('equals the contracts at block $block', async (truth) => {
      const numbers = Array.from({ length: truth.block - checked }, (_, i) => checked + 1 + i)
      // In small steps, so that the graph is brought up to date often, by few changes each time.
      for (let from = 0; from < numbers.length; from += STEP) {
        const step = numbers.slice(from, from + STEP)
        await feed.final(step.map((number) => blockOf(chain, number)))
        await read(graphs)
        await lookAtStakes()
      }
      checked = truth.block

      const { graph } = await read(graphs)
      const { commitments } = graph
      expect(linesOf(graph, commitments.slashable).sort()).toEqual(
        slashableTruth(truth, 'minSlashableNow').sort(),
      )
      expect(linesOf(graph, commitments.minSlashable).sort()).toEqual(
        slashableTruth(truth, 'minSlashableAfterDeallocationDelay').sort(),
      )
      const members = Object.entries(truth.operatorSets).flatMap(([set, answers]) =>
        answers.members.map((operator) => `${set} ${operator}`.toLowerCase()),
      )
      const listed = Object.entries(truth.avsDirectory).flatMap(([pair, status]) =>
        status === 1 ? pair.replace('|', ' ').toLowerCase() : [],
      )
      expect(membersOf(graph)).toEqual([...members, ...listed].sort())

      expect(await read(new Graphs())).toEqual(await read(graphs))
      expect(await stakersOf(graph)).toEqual(withdrawableTruth(truth))
    })

    test('the graph of a past block equals the graph built when it was the head', async () => {
      const past = checkpoints(dir)[1]!
      const { graph } = await read(graphs, past.block)
      expect(linesOf(graph, graph.commitments.slashable).sort()).toEqual(
        slashableTruth(past, 'minSlashableNow').sort(),
      )
    })

    test('stakes were kept where none of them changed, and read where one did', () => {
      expect(looks.read).toBeGreaterThan(1)
      expect(looks.read).toBeLessThan(looks.all)
    })

    test('is cached: one block gives one graph', async () => {
      expect((await read(graphs)).graph).toBe((await read(graphs)).graph)
    })
  },
)
