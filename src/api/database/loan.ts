import type { PoolClient } from 'pg'
import { cancelStatement } from './cancel'

/** Milliseconds in which a cancelled statement must end; then its connection is closed. */
const CANCEL_GRACE_MS = 1_000

/** A connection of a pool while it is used. */
export class Loan {
  private isBroken = false
  /** With which the server closed the connection; null: it did not, or said nothing. */
  private farewell: Error | null = null
  private isReleased = false
  private cancelling: Promise<void> | null = null
  private grace: NodeJS.Timeout | undefined

  constructor(readonly client: PoolClient) {
    // Without a listener, the error event of a lost connection would end the process.
    client.on('error', this.lose)
  }

  /** Whether it can be used. */
  get isGood(): boolean {
    return !this.isBroken && !this.isReleased
  }

  /** The connection does not answer, or its state is not known: it is closed, not used again. */
  readonly abandon = (): void => {
    this.isBroken = true
  }

  private readonly lose = (error: Error): void => {
    this.farewell ??= error
    this.abandon()
  }

  /** Why a statement failed: what the server said before it closed the connection, if it did, else `error`. */
  causeOf(error: unknown): unknown {
    return this.farewell ?? error
  }

  /** Cancels the running statement, at once. */
  cancel(): void {
    if (this.isReleased || this.cancelling) return
    this.cancelling = cancelStatement(this.client)
    this.grace = setTimeout(() => {
      this.abandon()
      this.release()
    }, CANCEL_GRACE_MS)
  }

  /** Waits for a request to cancel that is under way: it would cancel the next statement of this connection. */
  async settled(): Promise<void> {
    if (this.cancelling) await this.cancelling
  }

  /** Gives the connection back, once. */
  release(): void {
    clearTimeout(this.grace)
    if (this.isReleased) return
    this.isReleased = true
    this.client.removeListener('error', this.lose)
    // Closing it fails the statement that still waits.
    this.client.release(this.isBroken)
  }
}

/**
 * A connection for an operation.
 *
 * @param connecting from the pool @param race with the end of the operation
 */
export async function lend(
  connecting: Promise<PoolClient>,
  race: (connecting: Promise<PoolClient>) => Promise<PoolClient>,
): Promise<Loan> {
  try {
    return new Loan(await race(connecting))
  } catch (error) {
    // One that comes later is given back.
    connecting.then(
      (client) => client.release(),
      () => {},
    )
    throw error
  }
}
