import type { Client } from 'pg'
import { LinchpinError } from '../errors'
import { cutConnection, openConnection } from './connection'
import { type IndexerState, writeIndexerState } from './indexer-state'
import { beat, type Claim, STALE_SECONDS } from './lock'

/** Pause between beats at most: a claim is stale after several of them are missing. */
const INTERVAL_MS = 4_000
const QUERY_TIMEOUT_MS = 5_000

/** What is written with each beat. */
export interface Beats {
  /** Shortens the pause between two of them. */
  intervalMs: number
  state(): IndexerState
}

/** Says on a connection of its own that the writer is alive, and what it sees; a connection that fails is replaced. */
export class Heartbeat {
  private client: Client | null = null
  private timer: NodeJS.Timeout | null = null
  private stopped = false
  /** By the monotonic clock. */
  private answered = performance.now()

  /**
   * @param beats null: a beat says only that the writer is alive
   * @param taken the claim was taken over
   * @param silent Postgres has not answered for so long that the claim can be taken over
   */
  constructor(
    private readonly url: string,
    private readonly name: string,
    private readonly claim: Claim,
    private readonly beats: Beats | null,
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
    const pause = Math.min(INTERVAL_MS, this.beats?.intervalMs ?? INTERVAL_MS)
    this.timer = setTimeout(() => void this.beatOnce(), pause)
    this.timer.unref()
  }

  private async beatOnce(): Promise<void> {
    try {
      this.client ??= await openConnection(this.url, this.name, () => {}, QUERY_TIMEOUT_MS)
      await beat(this.client, this.claim)
      if (this.beats) await writeIndexerState(this.client, this.claim, this.beats.state())
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
