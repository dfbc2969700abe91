import type { Logger } from 'pino'
import type { Clock } from './clock'

/** How long a call fails before the first alert, and the pause between alerts. */
const ALERT_AFTER_MS = 60_000
const REPEAT_AFTER_MS = 600_000

/** A call that has failed and is not answered yet. */
export interface FailingCall {
  readonly method: string
  /** Time of its first failure. */
  readonly since: number
}

/** Logs an error while calls stay unanswered by every provider, and their recovery. */
export class OutageAlert {
  private readonly overdue = new Set<FailingCall>()
  private raised: { method: string; since: number; at: number } | null = null

  constructor(
    private readonly clock: Clock,
    private readonly logger: Pick<Logger, 'error' | 'info'>,
  ) {}

  /** A call failed again. @param reasons the last failure of each provider, without secrets */
  failed(call: FailingCall, reasons: () => string, hint: string): void {
    const now = this.clock.now()
    const { method, since } = call
    if (now - since < ALERT_AFTER_MS) return
    this.overdue.add(call)
    if (this.raised && now - this.raised.at < REPEAT_AFTER_MS) return
    this.raised = { method, since: this.raised?.since ?? since, at: now }
    this.logger.error(
      {
        code: 'LP2010',
        method,
        seconds: secondsBetween(since, now),
        reasons: reasons(),
        hint: `${hint} Calls are retried.`,
      },
      'no RPC provider answers',
    )
  }

  /** A call ended. @param failing null if it never failed */
  ended(method: string, failing: FailingCall | null, isAnswered: boolean): void {
    if (failing) this.overdue.delete(failing)
    const { raised } = this
    if (!raised || !isAnswered || method !== raised.method || this.overdue.size > 0) return
    this.raised = null
    const seconds = secondsBetween(raised.since, this.clock.now())
    this.logger.info({ method, seconds }, 'RPC providers answer again')
  }
}

function secondsBetween(from: number, to: number): number {
  return Math.round((to - from) / 1000)
}
