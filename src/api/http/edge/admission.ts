import type { ClientName } from './client'
import { RETRY_AFTER, Refusal } from './refusal'
import type { EdgeSettings } from './settings'

const LATER = 'Try again after the seconds of the header Retry-After.'

/** Bounds the requests that are answered at the same time, in all and of each client. */
export class Admission {
  private readonly byClient = new Map<ClientName, number>()
  private running = 0

  constructor(
    private readonly settings: Pick<EdgeSettings, 'maxRequests' | 'maxRequestsPerClient'>,
  ) {}

  /** Requests that are being answered. */
  get inFlight(): number {
    return this.running
  }

  /** @throws Refusal 429 or 503 if there is no room for a request of this client */
  require(client: ClientName): void {
    const { maxRequests, maxRequestsPerClient } = this.settings
    const own = this.byClient.get(client) ?? 0
    if (own >= maxRequestsPerClient) {
      const message = `${own} requests of this client are being answered.`
      throw new Refusal(429, 'TOO_MANY_REQUESTS', message, LATER, RETRY_AFTER)
    }
    if (this.running >= maxRequests) {
      const message = `${this.running} requests are being answered.`
      throw new Refusal(503, 'OVERLOADED', message, LATER, RETRY_AFTER)
    }
  }

  /**
   * Runs a request within the bounds.
   * @throws Refusal as `require`
   */
  async run<T>(client: ClientName, answer: () => Promise<T>): Promise<T> {
    this.require(client)
    this.running++
    this.byClient.set(client, (this.byClient.get(client) ?? 0) + 1)
    try {
      return await answer()
    } finally {
      this.running--
      const left = this.byClient.get(client)! - 1
      if (left > 0) this.byClient.set(client, left)
      else this.byClient.delete(client)
    }
  }
}
