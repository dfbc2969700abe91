import type { Clock, Tell } from './clock'

/** How long a call fails before that is an alarm, and pause between alarms. */
export const PATIENCE_MS = 60_000
export const REPEAT_MS = 600_000

/** A call that was not answered yet. */
export interface Trouble {
  readonly method: string
  /** Its first failure. */
  readonly since: number
}

/** Tells once that calls are not answered, again while that lasts, and when they are. */
export class Alarm {
  private readonly overdue = new Set<Trouble>()
  private told: { method: string; since: number; at: number } | null = null

  constructor(
    private readonly clock: Clock,
    private readonly tell: Tell,
  ) {}

  /** A call failed again. @param reasons what is wrong at each provider, without secrets */
  failed(trouble: Trouble, reasons: () => string): void {
    const now = this.clock.now()
    const { method, since } = trouble
    if (now - since < PATIENCE_MS) return
    this.overdue.add(trouble)
    if (this.told && now - this.told.at < REPEAT_MS) return
    this.told = { method, since: this.told?.since ?? since, at: now }
    const seconds = Math.round((now - since) / 1000)
    this.tell(
      'error',
      `LP2010: no RPC provider has answered ${method} for ${seconds} s (${reasons()}); asking on. Check RPC_ENDPOINT, the keys in it, and the connection.`,
    )
  }

  /** A call is over. @param trouble null if it never failed */
  over(method: string, trouble: Trouble | null, isAnswered: boolean): void {
    if (trouble) this.overdue.delete(trouble)
    if (!this.told || !isAnswered || method !== this.told.method || this.overdue.size > 0) return
    const seconds = Math.round((this.clock.now() - this.told.since) / 1000)
    this.told = null
    this.tell('info', `RPC providers answer ${method} again, after ${seconds} s`)
  }
}
