/** What attacks name of the network that is served. */
export interface Network {
  readonly head: number
  readonly operators: readonly string[]
  readonly avss: readonly string[]
  readonly assets: readonly string[]
}

/** Where requests are sent to, and from which address. */
export interface Peer {
  readonly port: number
  readonly address: string
}

/** How a request is sent. */
export interface Asked {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly hangUpMs?: number
  readonly hangUpAtBytes?: number
  readonly deadlineMs?: number
}

/** An answer, or what happened instead. */
export interface Answer {
  readonly fault?: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly text?: string
}

/** What an attack runs with. */
export interface Context extends Peer {
  readonly signal: AbortSignal
  readonly network: Network
  /** Called with each outcome. */
  count(outcome: string): void
}

/** An attack by what is asked. */
export interface DocumentAttack {
  readonly name: string
  /** Requests at the same time. */
  readonly concurrent: number
  /** All that may come. */
  readonly outcomes: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly hangUpMs?: number
  readonly hangUpAtBytes?: number
  body(n: number, network: Network): unknown
}

/** An attack by how something is asked. */
export interface SocketAttack {
  readonly name: string
  readonly outcomes: readonly string[]
  run(context: Context): Promise<void>
}
