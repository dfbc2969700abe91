import type { Client } from 'pg'
import { LinchpinError } from '../../errors'
import { closeConnection, cutConnection, isWaiting, openConnection, trafficOf } from '../connection'
import { type IndexerState, writeIndexerState } from './indexer-state'
import { beat, type Claim, readWriterBackend, STALE_SECONDS } from './lock'
import { RunningTime } from './running-time'

/** Pause between beats at most: a claim is stale after several of them are missing. */
const INTERVAL_MS = 4_000
const QUERY_TIMEOUT_MS = 5_000
/** In one beat a statement or an answer can be on its way. */
const STUCK_BEATS = 3

/** What is written with each beat. */
export interface Beats {
  /** Shortens the pause between two of them. */
  intervalMs: number
  state(): IndexerState
}

/**
 * Says on a connection of its own that the writer is alive, and what it sees; a connection that fails is replaced. Cuts the writer's connection
 * when Postgres has not answered for so long that the claim can be taken over, or when packets on it are lost.
 */
export class Heartbeat {
  private client: Client | null = null
  private timer: NodeJS.Timeout | null = null
  private stopped = false
  /** How often in a row the writer and its backend were seen to wait for each other; since when, and after how many bytes. */
  private stuckBeats = 0
  private stuckAt: string | null = null
  private readonly time = new RunningTime()
  private answered = this.time.now()

  /**
   * @param writer the connection that writes
   * @param beats null: a beat says only that the writer is alive
   * @param taken the claim was taken over
   */
  constructor(
    private readonly url: string,
    private readonly name: string,
    private readonly claim: Claim,
    private readonly writer: Client,
    private readonly beats: Beats | null,
    private readonly taken: (error: LinchpinError) => void,
  ) {
    this.next()
  }

  /** Ends the connection. */
  async stop(): Promise<void> {
    this.stopped = true
    if (this.timer) clearTimeout(this.timer)
    this.time.stop()
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
      this.answered = this.time.now()
      await this.checkWriter(this.client)
    } catch (error) {
      if (error instanceof LinchpinError) {
        this.taken(error)
        return
      }
      await this.disconnect()
      // An error with an SQLSTATE is an answer, such as too many connections.
      if (/^[0-9A-Z]{5}$/.test(String(Object(error).code))) this.answered = this.time.now()
      if (this.time.now() - this.answered > STALE_SECONDS * 1000) cutConnection(this.writer)
    }
    if (this.stopped) await this.disconnect()
    this.next()
  }

  /**
   * Cuts the writer's connection if packets on it are lost: it waits for an answer, while its backend waits for a statement or
   * has ended. TCP itself would notice after a quarter of an hour. While rows are copied a backend waits for a process that
   * has little of the processor, too, but bytes go on.
   */
  private async checkWriter(client: Client): Promise<void> {
    const backend = isWaiting(this.writer) ? await readWriterBackend(client) : null
    const isStuck = backend !== null && (backend.gone || backend.waits) && isWaiting(this.writer)
    const at = backend && `${backend.since} ${trafficOf(this.writer)}`
    if (!isStuck || at !== this.stuckAt) this.stuckBeats = 0
    this.stuckAt = at
    if (isStuck && ++this.stuckBeats >= STUCK_BEATS) cutConnection(this.writer)
  }

  private async disconnect(): Promise<void> {
    const { client } = this
    this.client = null
    if (client) await closeConnection(client)
  }
}
