import type { Logger } from 'pino'
import type { Rpc } from '../../chain/provider/rpc'
import { ageOf, type Reason, reasonOf, type Standing, whole } from '../../reads/standing'
import type { Cursor } from '../../store/cursor'
import type { Sightings } from './sightings'

const CHECK_MS = 4_000
const REPEAT_MS = 60_000

export interface StallAlarmOptions {
  network: { name: string; startBlock: number }
  sightings: Sightings
  rpc: Pick<Rpc, 'status'>
  /** How far the index is. */
  position: () => Readonly<Pick<Cursor, 'height' | 'timestamp'>>
  /** Seconds that the index may be behind. */
  maxLagSeconds: number
  logger: Pick<Logger, 'warn' | 'info'>
  /** Milliseconds of a monotonic clock. */
  now?: () => number
}

/** Logs that no new block is indexed for longer than it may be: once for each stall, then once a minute, and its end. */
export class StallAlarm {
  private raised: { since: number; loggedAt: number } | null = null

  constructor(private readonly options: StallAlarmOptions) {}

  /** Checks from now on, as long as the process runs. */
  start(): void {
    const { maxLagSeconds } = this.options
    setInterval(() => this.check(), Math.min(CHECK_MS, 250 * maxLagSeconds)).unref()
  }

  /** How current the index is, by what this process knows: also while the database does not answer. */
  standing(): Standing {
    const { network, sightings, position } = this.options
    const { height, timestamp } = position()
    const { source, head, headAge, levelAge, completeAge, blocksPerSecond } = sightings.state()
    const seconds = Date.now() / 1000
    return {
      network: network.name,
      source,
      startBlock: network.startBlock,
      number: height,
      head,
      headAge,
      headSeenAt: headAge === null ? null : seconds - headAge,
      commitAge: sightings.commitAge ?? 0,
      blockAge: timestamp === null ? null : Math.max(0, seconds - timestamp),
      levelAge,
      completeAge,
      beatAge: 0,
      blocksPerSecond,
      stopped: null,
      replica: null,
    }
  }

  /** Why no new block is indexed; null: there is no reason to worry, as during the first sync. */
  alarm(): Reason | null {
    const reason = reasonOf(this.standing(), this.options.maxLagSeconds)
    return reason?.code === 'SYNCING' ? null : reason
  }

  /** Logs what is to be logged now. */
  check(): void {
    const { sightings, rpc, logger, now = () => performance.now() } = this.options
    sightings.saw(rpc.status())
    const standing = this.standing()
    const reason = this.alarm()
    const time = now()
    const { number, head } = standing
    if (!reason) {
      if (this.raised) {
        const seconds = whole((time - this.raised.since) / 1000)
        logger.info({ block: number, head, seconds }, 'new block after a stall')
      }
      this.raised = null
      return
    }
    if (this.raised && time - this.raised.loggedAt < REPEAT_MS) return
    this.raised = { since: this.raised?.since ?? time, loggedAt: time }
    logger.warn(
      {
        code: 'LP2017',
        reason: reason.code,
        block: number,
        head,
        age: whole(ageOf(standing)),
        seconds: reason.seconds,
        heads: Object.fromEntries(rpc.status().map(({ name, head: newest }) => [name, newest])),
        problem: reason.message,
        hint: reason.hint,
      },
      'no new block',
    )
  }
}
