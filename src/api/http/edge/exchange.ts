import type { ClientName } from './client'
import type { Params } from './params'
import type { Refusal } from './refusal'

/** A request that was admitted, with its whole body. */
export interface Admitted {
  /** Of a POST; else null. */
  readonly body: Buffer | null
  readonly sender: Sender
  /** Waits until it may compute, one client after another. Call it after what was waited for. */
  turn(): Promise<void>
}

/** A GraphQL request that was admitted. Without a body, the parameters are in the URL. */
export interface Exchange extends Admitted {
  /** Of the URL, without the question mark. */
  readonly search: string
  readonly params: Params
  /** Filled while it is answered, for the metrics. */
  readonly measured: {
    /** Whether the answer came from the cache; null: it was not looked for there. */
    cached: boolean | null
    /** Estimated cost of the operation; null: it was not run. */
    cost: number | null
  }
}

/** Who sent an operation, and what it may do. */
export interface Sender {
  readonly client: ClientName
  /** Why it may not start or cancel jobs; null: it may. */
  readonly mutationRefusal: Refusal | null
}
