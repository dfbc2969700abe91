import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import pino from 'pino'
import { expect, test } from 'vitest'
import { startApi } from '../../src/api/server'
import { toHeader, toLog } from '../../src/chain/normalize'
import { loadRecording } from '../../src/chain/recording/recording'
import type { BlockData } from '../../src/chain/types'
import { networkFromDeployment } from '../../src/config/deployment'
import { blockOf, Feed } from '../support/chain/feed'
import { type Checkpoint, groundTruth } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'
import { delegationChecks } from '../truth/delegation'
import { slashingChecks } from '../truth/slashing'

interface Branch {
  orphanedHead: number
  blocks: unknown[]
  logs: { blockNumber: string }[]
  groundTruthAtHead: Checkpoint
}

interface Fork {
  forkBlock: number
  branches: Branch[]
  canonicalHeadAtSwitch: number
}

/** A recording with forks; it is too large to come with the project. */
const DIR = join(process.env.LINCHPIN_TEST_RECORDINGS ?? '', 'eigenlayer-reorg')
const FORKS = join(DIR, 'reorgs.jsonl.gz')

const asSet = (lines: string[]) => [...new Set(lines.map((line) => line.toLowerCase()))].sort()

function branchBlocks({ blocks, logs }: Branch): BlockData[] {
  return blocks.map((raw) => {
    const header = toHeader(raw)
    const own = logs.filter(({ blockNumber }) => Number(blockNumber) === header.number)
    return { header, logs: own.map(toLog) }
  })
}

// Without LINCHPIN_TEST_RECORDINGS there is no recording with forks to read.
test.skipIf(!existsSync(FORKS))(
  'on every orphaned branch, and after every switch back, state equals the contracts',
  { timeout: 600_000 },
  async () => {
    const chain = await loadRecording(DIR)
    const forks: Fork[] = gunzipSync(readFileSync(FORKS))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const truth = new Map(groundTruth(DIR).map((checkpoint) => [checkpoint.block, checkpoint]))
    const database = await createMigratedDatabase('reorg')
    const feed = new Feed(database.url, networkFromDeployment(chain.deployment))
    await feed.database.connect()
    const logger = pino({ level: 'silent' })
    const api = await startApi({ databaseUrl: database.url, host: '127.0.0.1', port: 0, logger })

    let compared = 0
    const compare = async (checkpoint: Checkpoint) => {
      for (const check of [...delegationChecks, ...slashingChecks]) {
        const served = asSet(await check.served(api, checkpoint.block))
        const where = `${check.name} at block ${checkpoint.block} ${checkpoint.blockHash}`
        expect(served, where).toEqual(asSet(check.expected(checkpoint, DIR)))
        compared += served.length
      }
    }
    const ref = (block: number) => ({ height: block, hash: chain.blockAt(block)!.hash })
    const canonical = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => blockOf(chain, from + i))

    for (const { forkBlock, branches, canonicalHeadAtSwitch } of forks) {
      const done = Math.max(feed.database.position.height, 0)
      // As on a chain with finality: blocks far below the fork are final, the others are hot.
      const final = forkBlock - 75
      if (final > done) await feed.final(canonical(done + 1, final))
      const base = Math.max(done, final)
      const { finalized } = feed.database.position
      if (forkBlock > base) await feed.hot(ref(base), canonical(base + 1, forkBlock), finalized)
      for (const branch of branches) {
        await feed.hot(ref(forkBlock), branchBlocks(branch), finalized)
        await compare(branch.groundTruthAtHead)
      }
      await feed.hot(ref(forkBlock), canonical(forkBlock + 1, canonicalHeadAtSwitch), finalized)
      await compare(truth.get(canonicalHeadAtSwitch)!)
    }
    expect(forks).toHaveLength(14)
    expect(compared).toBeGreaterThan(10_000)

    await api.close()
    await feed.database.close()
    await database.drop()
  },
)
