import type { Logger } from 'pino'
import { toHeader, toQuantity } from '../../chain/normalize'
import { START_ATTEMPTS } from '../../chain/provider/assert-chain'
import type { Rpc } from '../../chain/provider/rpc'
import { waitForProviders } from '../../chain/provider/wait-for-providers'
import type { BlockHeader } from '../../chain/types'
import type { Network } from '../../config/networks'
import { EXIT, LinchpinError } from '../../errors'
import { readExpectedBlocks, readFinalBlock, writeChainBlock } from '../../store/chain-block'
import { withConnection } from '../../store/connection'
import type { Head } from '../../store/cursor'
import type { Claim } from '../../store/writer/lock'

/** Of connections, in pg_stat_activity. */
const NAME = 'linchpin index'
const OTHER_CHAIN = 'LP2003'
/** Pause before a question is repeated that no provider answered. */
const RETRY_MS = 2_000

/**
 * Checks that the chain is the one that the database was indexed from, by blocks that were final. A block that no provider
 * has says nothing: nodes drop history, and are behind. Providers of which none answers are waited for.
 *
 * @throws LinchpinError LP2003 for another chain, LP2010 if no provider answers in time
 */
export async function assertSameChain(
  databaseUrl: string,
  rpc: Rpc,
  logger: Pick<Logger, 'warn' | 'info'>,
): Promise<void> {
  const expected = await withConnection(databaseUrl, NAME, readExpectedBlocks)
  await waitForProviders(() => assertBlocks(rpc, expected), { logger })
  if (expected.length === 0) return
  const newest = () => assertFinalBlock(databaseUrl, rpc, START_ATTEMPTS)
  await waitForProviders(newest, { logger })
}

/**
 * Checks the newest final block that a chain can have: one that is shorter than the indexed one may fork from it at any block.
 * @throws LinchpinError LP2003
 */
async function assertFinalBlock(databaseUrl: string, rpc: Rpc, attempts: number): Promise<void> {
  // The client's own head never goes down.
  const newest = await headerOf(rpc, 'latest', attempts)
  if (newest === null) return
  const block = await withConnection(databaseUrl, NAME, (client) =>
    readFinalBlock(client, newest.number),
  )
  if (block !== null) await assertBlock(rpc, block, attempts)
}

/** Whether a provider has another block at this height. */
export async function isReplaced(rpc: Rpc, { height, hash }: Head): Promise<boolean> {
  const header = await headerOf(rpc, height, START_ATTEMPTS)
  return header !== null && header.hash !== hash
}

/** @throws LinchpinError LP2003; the first error if not one of the blocks was answered */
async function assertBlocks(rpc: Rpc, expected: readonly Head[]): Promise<void> {
  const errors: unknown[] = []
  for (const block of expected) {
    await assertBlock(rpc, block, START_ATTEMPTS).catch((error) => {
      if (isOtherChain(error)) throw error
      // Some nodes answer with an error for a block that they have dropped.
      errors.push(error)
    })
  }
  if (errors.length > 0 && errors.length === expected.length) throw errors[0]
}

/**
 * Stores a low block of the chain, once: the one before the first indexed block, or, if that is not final yet, block 0.
 * @param head last block of the chain
 * @returns null if no provider has it
 */
export async function keepChainBlock(
  databaseUrl: string,
  claim: Claim,
  rpc: Rpc,
  network: Pick<Network, 'startBlock' | 'finality'>,
  head: number,
): Promise<Head | null> {
  const before = network.startBlock - 1
  const height = before <= head - network.finality ? before : 0
  // Without an answer now, a later start stores it.
  const header = await headerOf(rpc, height, START_ATTEMPTS).catch(() => null)
  return withConnection(databaseUrl, NAME, async (client) => {
    if (header !== null) await writeChainBlock(client, claim, header)
    return (await readExpectedBlocks(client))[0] ?? null
  })
}

/**
 * Asks for a low block soon after the start, and whenever no block was indexed for a while: a development node that was
 * restarted has another one. The newest final block is asked for as well: the chain may be a shorter fork. A question that no
 * provider answers is repeated soon.
 */
export class SameChainWatch {
  private activeAt = Number.NEGATIVE_INFINITY

  /** @param onOther called once, with LP2003 */
  constructor(
    private readonly databaseUrl: string,
    private readonly rpc: Rpc,
    private readonly low: Head,
    private readonly silenceMs: number,
    private readonly onOther: (error: unknown) => void,
  ) {
    this.checkIn(RETRY_MS, true)
  }

  /** A block was indexed. */
  active(): void {
    this.activeAt = performance.now()
  }

  /** @param isDue whether it asks even if blocks were indexed meanwhile */
  private checkIn(ms: number, isDue: boolean): void {
    setTimeout(() => void this.check(isDue), ms).unref()
  }

  private async check(isDue: boolean): Promise<void> {
    if (!isDue && performance.now() - this.activeAt < this.silenceMs) {
      return this.checkIn(this.silenceMs, false)
    }
    try {
      await assertBlock(this.rpc, this.low, 1)
      await assertFinalBlock(this.databaseUrl, this.rpc, 1)
      this.checkIn(this.silenceMs, false)
    } catch (error) {
      if (isOtherChain(error)) this.onOther(error)
      else this.checkIn(Math.min(RETRY_MS, this.silenceMs), true)
    }
  }
}

/** Whether a provider answered, with another hash. */
function isOtherChain(error: unknown): boolean {
  return error instanceof LinchpinError && error.code === OTHER_CHAIN
}

async function assertBlock(rpc: Rpc, { height, hash }: Head, attempts: number): Promise<void> {
  const found = (await headerOf(rpc, height, attempts))?.hash ?? null
  if (found === null || found === hash) return
  throw new LinchpinError(
    OTHER_CHAIN,
    `The provider serves another chain: block ${height} was indexed as ${hash} and was final, the provider has ${found}.`,
    'Use a provider of the indexed chain; if a development chain was restarted, index into an empty database; ' +
      'after a fork deeper than finality, stop the indexer, run `linchpin rewind --to N` with a block below the fork, and start it again.',
    EXIT.DATA,
  )
}

/** Null: the provider does not have the block. @throws if no provider answers */
function headerOf(
  rpc: Rpc,
  block: number | 'latest',
  attempts: number,
): Promise<BlockHeader | null> {
  const params = [block === 'latest' ? block : toQuantity(block), false]
  const parse = (raw: unknown) => (raw === null ? null : toHeader(raw))
  return rpc.call('eth_getBlockByNumber', params, { attempts, parse })
}
