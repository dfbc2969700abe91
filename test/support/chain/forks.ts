import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import type { ChainView, RecordedBlock } from '../../../src/chain/recording/chain-view'
import type { Recording } from '../../../src/chain/recording/recording'
import { FIXTURE } from '../recordings'

/** Last block that both branches have. */
export const FORK = 330
/** Blocks below the head that count as final, for `startIndex`. */
export const FINALITY = 40

/** Block `number` of another branch, with the content of the block after it. */
function branchBlock(chain: Recording, number: number, parentHash: string): RecordedBlock {
  const source = chain.blockAt(number + 1)!
  const hash = `0xbad${source.hash.slice(5)}`
  const at = { blockNumber: `0x${number.toString(16)}`, blockHash: hash }
  const json = { ...JSON.parse(source.json), number: at.blockNumber, hash, parentHash }
  const logs = source.logs.map((log) => {
    return { ...log, json: JSON.stringify({ ...JSON.parse(log.json), ...at }) }
  })
  return { number, hash, parentHash, json: JSON.stringify(json), logs }
}

/** The recorded chain with blocks of another branch above the fork, up to `head`. */
export function forked(chain: Recording, head: number, fork = FORK): ChainView {
  const branch = new Map<number, RecordedBlock>()
  let parent = chain.blockAt(fork)!.hash
  for (let number = fork + 1; number <= head; number++) {
    const block = branchBlock(chain, number, parent)
    branch.set(number, block)
    parent = block.hash
  }
  return {
    ...chain,
    head,
    blockAt: (number) => (number <= fork ? chain.blockAt(number) : branch.get(number)),
    blockByHash: (hash) =>
      [...branch.values()].find((block) => block.hash === hash) ?? chain.blockByHash(hash),
  }
}

/** A chain that can be replaced while it is served. */
export function exchangeable(first: ChainView) {
  let now = first
  const view: ChainView = {
    get chainId() {
      return now.chainId
    },
    get first() {
      return now.first
    },
    get head() {
      return now.head
    },
    blockAt: (number) => now.blockAt(number),
    blockByHash: (hash) => now.blockByHash(hash),
  }
  const exchange = (next: ChainView) => {
    now = next
  }
  return { view, exchange }
}

export function startIndex(
  rpc: string,
  databaseUrl: string,
  settings: Record<string, string> = {},
): ChildProcess {
  return spawn(process.execPath, ['lib/cli/main.js', 'index'], {
    env: {
      ...process.env,
      DB_URL: databaseUrl,
      RPC_ENDPOINT: rpc,
      LINCHPIN_NETWORK: 'custom',
      LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
      LINCHPIN_FINALITY: String(FINALITY),
      ...settings,
    },
    stdio: 'ignore',
  })
}

/** Waits until the index is at this block of this branch. */
export async function reached(
  client: Client,
  { number, hash }: Pick<RecordedBlock, 'number' | 'hash'>,
): Promise<string> {
  for (;;) {
    const { rows } = await client
      .query('SELECT height, hash, digest FROM cursor')
      .catch(() => ({ rows: [] }))
    if (rows[0]?.height === number && rows[0].hash === hash) return rows[0].digest
    await wait(100)
  }
}

/** The recorded chain as it was when this block was its last. */
export function upTo(recording: Recording, head: number): ChainView {
  return {
    ...recording,
    head,
    blockAt: (number) => (number <= head ? recording.blockAt(number) : undefined),
  }
}
