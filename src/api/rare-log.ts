import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'

const INTERVAL_MS = 60_000

/**
 * Logs each cause of an error once a minute, whatever number of requests has it, so that no client can fill the log. The
 * next line of the cause says how many were not logged.
 */
export class RareLog {
  private readonly last = new Map<string, { id: string; at: number; unlogged: number }>()

  constructor(
    private readonly logger: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * @param fields more fields of the line
   * @returns the request id of the line that has the cause
   */
  error(error: unknown, message: string, fields: Record<string, unknown> = {}): string {
    const cause = causeOf(error)
    const known = this.last.get(cause)
    if (known && this.now() - known.at < INTERVAL_MS) {
      known.unlogged++
      return known.id
    }
    const id = randomUUID()
    const unlogged = known?.unlogged ?? 0
    this.last.set(cause, { id, at: this.now(), unlogged: 0 })
    const more = unlogged > 0 ? { unlogged } : {}
    this.logger.error({ err: error, requestId: id, ...fields, ...more }, message)
    return id
  }
}

/** Where an error comes from. Its message is no part of it, as it may have text of a client. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code = 'code' in error ? String(error.code) : ''
  const frame = /\n\s+at .*/.exec(error.stack ?? '')?.[0] ?? ''
  return `${error.name} ${code}${frame}`
}
