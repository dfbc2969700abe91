import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { Webhook } from 'standardwebhooks'
import { type FeedCursor, formatCursor, parseCursor } from '../../store/notify/cursor'
import type { Lease } from '../../store/notify/lease'
import { isBefore, type Message, readMessages } from '../../store/notify/messages'
import { readRange } from '../../store/notify/range'
import {
  noteDead,
  noteFailed,
  noteResent,
  noteSent,
  readDead,
  readReceivers,
} from '../../store/notify/receivers'
import type { NotifyMetrics } from '../metrics'
import type { ReceiverSpec } from '../rules/file'
import type { Wakeups } from '../wakeups'
import { type Backoff, pauseAfter } from './backoff'
import { type PostOptions, post } from './post'

const PAGE = 50
/** While no message passes the filter, how far it was looked at is stored once in this time. */
const NOTE_SCANNED_MS = 60_000

export interface DeliveryOptions extends PostOptions {
  backoff: Backoff
}

/** Where a receiver reads and writes. */
interface Context {
  pool: Pool
  lease: Lease
  /** Names the index, as part of the ids of messages. */
  instance: string
  wakeups: Wakeups
  delivery: DeliveryOptions
  metrics: NotifyMetrics
  logger: Logger
}

/** Sends the messages of one receiver, one after the other. */
export class Receiver {
  private readonly webhook: Webhook
  private cursor: FeedCursor = { seq: '0', part: 0 }
  private attempts = 0
  private notedAt = performance.now()

  constructor(
    private readonly spec: ReceiverSpec,
    private readonly context: Context,
  ) {
    this.webhook = new Webhook(spec.secret)
  }

  get name(): string {
    return this.spec.name
  }

  /** Number of the last row of which it has all messages that it wants. */
  get seq(): string {
    return this.cursor.seq
  }

  /** Runs until `signal` is aborted. @throws LinchpinError LP3041; errors of the database */
  async run(signal: AbortSignal): Promise<void> {
    const { wakeups, logger } = this.context
    await this.resume(signal)
    while (!signal.aborted) {
      await this.resendDead(signal)
      const { count } = wakeups
      const { messages, scanned } = await this.page()
      for (const message of messages) {
        if (signal.aborted) return
        await this.deliver(message, signal)
      }
      if (messages.length > 0) continue
      await this.noteScanned(scanned)
      await wakeups.after(count, signal)
    }
    logger.debug({ receiver: this.spec.name }, 'receiver stopped')
  }

  private async resume(signal: AbortSignal): Promise<void> {
    const { pool, logger, wakeups } = this.context
    const { name } = this.spec
    const state = (await readReceivers(pool)).find((each) => each.name === name)!
    this.cursor = { seq: state.seq, part: state.part }
    this.attempts = state.attempts
    const { deletedTo } = await readRange(pool)
    if (BigInt(state.seq) < BigInt(deletedTo)) {
      logger.error(
        { receiver: name, cursor: formatCursor(state), oldest: deletedTo },
        'messages were deleted before the receiver took them',
      )
    }
    await wakeups.pause(state.waitSeconds * 1000, signal)
  }

  private page() {
    const { kinds, subjects, delivery } = this.spec
    return readMessages(this.context.pool, this.cursor, { kinds, subjects, delivery }, PAGE)
  }

  /** Sends a message until it is taken or put aside. */
  private async deliver(message: Message, signal: AbortSignal): Promise<void> {
    const { pool, lease, delivery, logger, wakeups } = this.context
    const { name } = this.spec
    const cursor = parseCursor(message.cursor)!
    const body = bodyOf(message)
    const id = this.idOf(message.cursor)
    while (!signal.aborted) {
      const answer = await this.send(id, body)
      if (answer.isTaken) {
        this.attempts = 0
        await noteSent(pool, lease, name, cursor, 1)
        break
      }
      this.attempts += 1
      const { status, error, retryAfterMs } = answer
      const random = Math.random()
      const wait = pauseAfter(this.attempts, status, retryAfterMs, delivery.backoff, random)
      const fields = { receiver: name, cursor: message.cursor, attempts: this.attempts, error }
      if (wait === null) {
        logger.error(fields, 'message was put aside: the receiver did not take it')
        const { attempts } = this
        await noteDead(pool, lease, { id, receiver: name, cursor, body, error, attempts })
        this.attempts = 0
        break
      }
      logger.warn({ ...fields, waitMs: Math.round(wait) }, 'message was not taken')
      await noteFailed(pool, lease, name, this.attempts, wait, error)
      await wakeups.pause(wait, signal)
      if (signal.aborted) return
    }
    this.cursor = cursor
  }

  private async resendDead(signal: AbortSignal): Promise<void> {
    const { pool, lease, logger } = this.context
    for (const { id, receiver, body, cursor } of await readDead(pool, true)) {
      if (receiver !== this.spec.name || signal.aborted) continue
      const answer = await this.send(id, body)
      const error = answer.isTaken ? null : answer.error
      logger.info({ receiver, cursor, error }, 'message was sent again')
      await noteResent(pool, lease, id, error)
    }
  }

  private async send(id: string, body: string) {
    const now = new Date()
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'linchpin',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': this.webhook.sign(id, now, body),
    }
    const answer = await post(this.spec.url, headers, body, this.context.delivery)
    this.context.metrics.delivered(this.name, answer.isTaken)
    return answer
  }

  /** The same for each attempt, also of a later process. */
  private idOf(cursor: string): string {
    const text = `${this.context.instance} ${this.spec.name} ${cursor}`
    return `msg_${createHash('sha256').update(text).digest('base64url').slice(0, 27)}`
  }

  private async noteScanned(scanned: FeedCursor): Promise<void> {
    if (!isBefore(this.cursor, scanned)) return
    this.cursor = scanned
    if (performance.now() - this.notedAt < NOTE_SCANNED_MS) return
    this.notedAt = performance.now()
    await noteSent(this.context.pool, this.context.lease, this.spec.name, scanned, 0)
  }
}

/** Body of a message, by the Standard Webhooks specification. */
function bodyOf({ at, ...message }: Message): string {
  return JSON.stringify({ type: message.kind, timestamp: at, data: message })
}
