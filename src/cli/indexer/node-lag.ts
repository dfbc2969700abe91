import type { Logger } from 'pino'
import { parseQuantity, toHeader, toQuantity } from '../../chain/normalize'
import { STUCK_BLOCKS } from '../../chain/provider/pool'
import type { Rpc } from '../../chain/provider/rpc'
import type { Network } from '../../config/networks'

export interface NodeLagOptions {
  rpc: Rpc
  network: Pick<Network, 'name'>
  /** Last block of the chain as the provider says. */
  head: number
  /** Last indexed block. */
  indexed: number
  /** Seconds that the head may be old on a network whose blocks come regularly. */
  maxLagSeconds: number
  logger: Pick<Logger, 'warn'>
}

/**
 * Signs that the provider's head is not that of the chain, for a command that ends there: the node says that it is syncing, its
 * head is old, or is below what the index or another provider has. They are logged.
 *
 * @returns them in words; null: there are none
 */
export async function nodeLag(options: NodeLagOptions): Promise<string | null> {
  const { rpc, network, head, indexed, maxLagSeconds, logger } = options
  const [syncing, age, best] = await Promise.all([
    syncState(rpc),
    network.name === 'custom' ? null : ageOf(rpc, head),
    bestOfOthers(rpc),
  ])
  const signs = [
    syncing && `it says that it is syncing${progressOf(syncing)}`,
    age !== null && age > maxLagSeconds && `that block is ${age} s old`,
    indexed > head && `the index has block ${indexed}`,
    best !== null && best > head + STUCK_BLOCKS && `another provider has block ${best}`,
  ].filter((sign) => typeof sign === 'string')
  if (signs.length === 0) return null
  const fields = { code: 'LP2011', head, indexed, age, best, syncing }
  logger.warn(fields, 'the node lags behind the chain: indexing ends at its last block')
  return `the node lags behind the chain at block ${head}: ${signs.join('; ')}. Run again when it is synced, or use another provider`
}

interface SyncState {
  block: number | null
  of: number | null
}

/** Null: it is not syncing, or does not say. */
async function syncState(rpc: Rpc): Promise<SyncState | null> {
  const options = { attempts: 1, isOptional: true }
  const answer = await rpc.call('eth_syncing', [], options).catch(() => null)
  if (answer === true) return { block: null, of: null }
  if (typeof answer !== 'object' || answer === null) return null
  const { currentBlock, highestBlock } = answer as Record<string, unknown>
  const number = (value: unknown) => parseQuantity(value) ?? null
  return { block: number(currentBlock), of: number(highestBlock) }
}

function progressOf({ block, of }: SyncState): string {
  return block === null || of === null ? '' : ` (block ${block} of ${of})`
}

/** Seconds since the block's own time; null: not known. */
async function ageOf(rpc: Rpc, block: number): Promise<number | null> {
  const params = [toQuantity(block), false]
  const options = { attempts: 1, parse: toHeader }
  const header = await rpc.call('eth_getBlockByNumber', params, options).catch(() => null)
  return header && Math.max(0, Math.floor(Date.now() / 1000 - header.timestamp))
}

/** Highest head of the other providers; null: there are none, or none answers. */
async function bestOfOthers(rpc: Rpc): Promise<number | null> {
  const others = rpc.others(1)
  const head = (await others?.head({ attempts: 1 }).catch(() => null)) ?? null
  const known = [head, ...rpc.status().map((one) => one.head)].filter((one) => one !== null)
  return others && known.length > 0 ? Math.max(...known) : null
}
