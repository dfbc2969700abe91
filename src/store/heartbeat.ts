import type { Client } from 'pg'
import { LinchpinError } from '../errors'
import { closeConnection, cutConnection, isWaiting, openConnection } from './connection'
import { beat, type Claim, readWriterBackend, STALE_SECONDS } from './lock'

const INTERVAL_MS = 4_000
const QUERY_TIMEOUT_MS = 5_000
/** In one beat a statement or an answer can be on its way. */
const STUCK_BEATS = 3

/**
 * Says on a connection of its own that the writer is alive; a connection that fails is replaced. Cuts the writer's connection
 * when Postgres has not answered for so long that the claim can be taken over, or when packets on it are lost.
 */
export class Heartbeat {
  private client: Client | null = null
  private timer: NodeJS.Timeout | null = null
  private stopped = false
  /** How often in a row the writer and its backend were seen to wait for each other, since when. */
  private stuckBeats = 0
  private stuckSince: string | null = null
  /** By the monotonic clock. */
  private answered = performance.now()

  /**
   * @param writer the connection that writes
   * @param taken the claim was taken over
   */
  constructor(
    private readonly url: string,
    private readonly name: string,
    private readonly claim: Claim,
    private readonly writer: Client,
    private readonly taken: (error: LinchpinError) => void,
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
      await this.checkWriter(this.client)
    } catch (error) {
      if (error instanceof LinchpinError) {
        this.taken(error)
        return
      }
      await this.disconnect()
      // An error with an SQLSTATE is an answer, such as too many connections.
      if (/^[0-9A-Z]{5}$/.test(String(Object(error).code))) this.answered = performance.now()
      if (performance.now() - this.answered > STALE_SECONDS * 1000) cutConnection(this.writer)
    }
    if (this.stopped) await this.disconnect()
    this.next()
  }

  /**
   * Cuts the writer's connection if packets on it are lost: it waits for an answer, while its backend waits for a statement or
   * has ended. TCP itself would notice after a quarter of an hour.
   */
  private async checkWriter(client: Client): Promise<void> {
    const backend = isWaiting(this.writer) ? await readWriterBackend(client) : null
    const isStuck = backend !== null && (backend.gone || backend.waits) && isWaiting(this.writer)
    if (!isStuck || backend.since !== this.stuckSince) this.stuckBeats = 0
    this.stuckSince = backend?.since ?? null
    if (isStuck && ++this.stuckBeats >= STUCK_BEATS) cutConnection(this.writer)
  }

  private async disconnect(): Promise<void> {
    const { client } = this
    this.client = null
    if (client) await closeConnection(client)
  }
}
