import type { Logger } from 'pino'
import type { Provider } from './provider'
import type { Failure } from './transport'

/** Maximum number of kinds that are logged. */
const MAX_KINDS = 100

/** Logs each kind of unclassified RPC error once. */
export class UnknownErrors {
  private readonly kinds = new Set<string>()

  constructor(private readonly logger: Pick<Logger, 'warn'>) {}

  report({ name }: Provider, method: string, { reason, error }: Failure): void {
    // The same error names another block each time.
    const kind = error ? `${error.code} ${reason.replace(/0x[\da-f]+|\d+/gi, '#')}` : reason
    if (this.kinds.has(`${name} ${kind}`) || this.kinds.size >= MAX_KINDS) return
    this.kinds.add(`${name} ${kind}`)
    this.logger.warn({ provider: name, method, reason }, 'unclassified RPC error: call is retried')
  }
}
