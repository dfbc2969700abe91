import type { Logger } from 'pino'
import { START_ATTEMPTS } from '../../chain/provider/assert-chain'
import type { Rpc } from '../../chain/provider/rpc'
import { waitForProviders } from '../../chain/provider/wait-for-providers'
import { EXIT, LinchpinError } from '../../errors'

const POLL_MS = 4_000

/** The last block of the chain, as progress and the database report it. */
export class ChainHead {
  private constructor(
    private readonly rpc: Rpc,
    /** The last block when the command started. */
    readonly atStart: number,
    /** The last known block. */
    public current: number,
  ) {}

  /**
   * Reads the head, and polls it from then on. A node that does not answer, or is still syncing, is waited for.
   * @throws LinchpinError LP2010 if no provider answers, LP2011 if the head is before the first block to index
   */
  static async follow(
    rpc: Rpc,
    startBlock: number,
    logger: Pick<Logger, 'warn' | 'info'>,
  ): Promise<ChainHead> {
    const read = async () => {
      const number = await rpc.head({ attempts: START_ATTEMPTS })
      if (number < startBlock) throw behind(number, `the first block to index, ${startBlock}`)
      return number
    }
    const number = await waitForProviders(read, { logger })
    const head = new ChainHead(rpc, number, number)
    setInterval(() => head.poll(), POLL_MS).unref()
    return head
  }

  /**
   * Waits until the chain has the last final block of the index: a node that is still syncing is behind it.
   * @throws LinchpinError LP2010 if no provider answers, LP2011 if that lasts
   */
  async reach(final: number, logger: Pick<Logger, 'warn' | 'info'>): Promise<void> {
    if (this.current >= final) return
    const read = async () => {
      this.current = await this.rpc.head({ attempts: START_ATTEMPTS })
      if (this.current < final)
        throw behind(this.current, `the last final one of the index, ${final}`)
    }
    await waitForProviders(read, { logger })
  }

  /** One attempt: the next poll comes soon, and polls must not pile up during an outage. The client logs failures. */
  private async poll(): Promise<void> {
    this.current = await this.rpc.head({ attempts: 1 }).catch(() => this.current)
  }
}

function behind(head: number, block: string): LinchpinError {
  return new LinchpinError(
    'LP2011',
    `The provider's last block is ${head}, before ${block}.`,
    'Wait until the node is synced, or use another provider.',
    EXIT.UNAVAILABLE,
  )
}
