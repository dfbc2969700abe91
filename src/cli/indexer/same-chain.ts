import { Client } from 'pg'
import { toHeader, toQuantity } from '../../chain/normalize'
import { START_ATTEMPTS } from '../../chain/provider/assert-chain'
import type { Rpc } from '../../chain/provider/rpc'
import type { BlockHeader } from '../../chain/types'
import type { Network } from '../../config/networks'
import { EXIT, LinchpinError } from '../../errors'
import { readExpectedBlocks, writeChainBlock } from '../../store/chain-block'
import type { Head } from '../../store/cursor'

/**
 * Checks that the chain is the one that the database was indexed from, by blocks that were final. A block that no provider
 * returns says nothing: nodes drop history, and are behind.
 *
 * @throws LinchpinError LP2003 for another chain
 */
export async function assertSameChain(databaseUrl: string, rpc: Rpc): Promise<void> {
  const expected = await withClient(databaseUrl, readExpectedBlocks)
  for (const block of expected) await assertBlock(rpc, block, START_ATTEMPTS)
}

/**
 * Stores a low block of the chain, once: the one before the first indexed block, or, if that is not final yet, block 0.
 * @param head last block of the chain
 * @returns null if no provider has it
 */
export async function keepChainBlock(
  databaseUrl: string,
  rpc: Rpc,
  network: Pick<Network, 'startBlock' | 'finality'>,
  head: number,
): Promise<Head | null> {
  const before = network.startBlock - 1
  const height = before <= head - network.finality ? before : 0
  return withClient(databaseUrl, async (client) => {
    const header = await headerOf(rpc, height, START_ATTEMPTS)
    if (header !== null) await writeChainBlock(client, header)
    return (await readExpectedBlocks(client))[0] ?? null
  })
}

/**
 * Asks for a low block whenever no block was indexed for a while: a development node that was restarted has another one.
 */
export class SameChainWatch {
  private activeAt = Date.now()
  private timer: NodeJS.Timeout

  /** @param onOther called once, with LP2003 */
  constructor(
    private readonly rpc: Rpc,
    private readonly low: Head,
    private readonly silenceMs: number,
    private readonly onOther: (error: unknown) => void,
  ) {
    this.timer = setInterval(() => this.check(), silenceMs)
    this.timer.unref()
  }

  /** A block was indexed. */
  active(): void {
    this.activeAt = Date.now()
  }

  private async check(): Promise<void> {
    if (Date.now() - this.activeAt < this.silenceMs) return
    try {
      await assertBlock(this.rpc, this.low, 1)
    } catch (error) {
      clearInterval(this.timer)
      this.onOther(error)
    }
  }
}

async function assertBlock(rpc: Rpc, { height, hash }: Head, attempts: number): Promise<void> {
  const found = (await headerOf(rpc, height, attempts))?.hash ?? null
  if (found === null || found === hash) return
  throw new LinchpinError(
    'LP2003',
    `The provider serves another chain: block ${height} was indexed as ${hash} and was final, the provider has ${found}.`,
    'Use a provider of the indexed chain; if a development chain was restarted, index into an empty database; ' +
      'after a fork deeper than finality, stop the indexer, run `linchpin rewind --to N` with a block below the fork, and start it again.',
    EXIT.DATA,
  )
}

/** Null: no provider returns the block. */
async function headerOf(rpc: Rpc, height: number, attempts: number): Promise<BlockHeader | null> {
  const params = [toQuantity(height), false]
  const parse = (raw: unknown) => (raw === null ? null : toHeader(raw))
  return rpc.call('eth_getBlockByNumber', params, { attempts, parse }).catch(() => null)
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'linchpin index' })
  // Errors of the connection reject the calls, too.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
