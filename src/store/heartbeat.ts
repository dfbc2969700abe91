import type { Client } from 'pg'
import { LinchpinError } from '../errors'
import { cutConnection, openConnection } from './connection'
import { beat, type Claim, STALE_SECONDS } from './lock'

const INTERVAL_MS = 4_000
const QUERY_TIMEOUT_MS = 5_000

/** Says on a connection of its own that the writer is alive; a connection that fails is replaced. */
export class Heartbeat {
  private client: Client | null = null
  private timer: NodeJS.Timeout | null = null
  private stopped = false
  /** By the monotonic clock. */
  private answered = performance.now()

  /**
   * @param taken the claim was taken over
   * @param silent Postgres has not answered for so long that the claim can be taken over
   */
  constructor(
    private readonly url: string,
    private readonly name: string,
    private readonly claim: Claim,
    private readonly taken: (error: LinchpinError) => void,
    private readonly silent: () => void,
  ) {
    this.next()
  }

  /** Ends the connection. */
  async stop(): Promise<void> {
    this.stopped = true
    if (this.timer) clearTimeout(this.timer)
    await this.disconnect()
  }

  private next(): void {
    if (this.stopped) return
    this.timer = setTimeout(() => void this.beatOnce(), INTERVAL_MS)
    this.timer.unref()
  }

  private async beatOnce(): Promise<void> {
    try {
      this.client ??= await openConnection(this.url, this.name, () => {}, QUERY_TIMEOUT_MS)
      await beat(this.client, this.claim)
      this.answered = performance.now()
    } catch (error) {
      if (error instanceof LinchpinError) {
        this.taken(error)
        return
      }
      await this.disconnect()
      // An error with an SQLSTATE is an answer, such as too many connections.
      if (/^[0-9A-Z]{5}$/.test(String(Object(error).code))) this.answered = performance.now()
      if (performance.now() - this.answered > STALE_SECONDS * 1000) this.silent()
    }
    if (this.stopped) await this.disconnect()
    this.next()
  }

  private async disconnect(): Promise<void> {
    const { client } = this
    this.client = null
    if (client) await endWithin(client)
  }
}

/** Ends a connection; one that does not answer is not waited for. */
async function endWithin(client: Client): Promise<void> {
  const timer = setTimeout(() => cutConnection(client), 1_000)
  await client.end().catch(() => {})
  clearTimeout(timer)
}
