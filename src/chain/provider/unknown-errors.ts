import type { Tell } from './clock'
import type { Provider } from './provider'
import type { Failure } from './transport'

/** Most kinds that are told. */
const MOST_KINDS = 100

/** Tells each kind of error once that nobody has sorted yet. */
export class UnknownErrors {
  private readonly kinds = new Set<string>()

  constructor(private readonly say: Tell) {}

  tell({ name }: Provider, method: string, { reason, error }: Failure): void {
    // The same error names another block each time.
    const kind = error ? `${error.code} ${reason.replace(/0x[\da-f]+|\d+/gi, '#')}` : reason
    if (this.kinds.has(`${name} ${kind}`) || this.kinds.size >= MOST_KINDS) return
    this.kinds.add(`${name} ${kind}`)
    this.say(
      'warn',
      `${name} answers ${method} with an error of unknown meaning: ${reason}; it is taken for one that passes`,
    )
  }
}
