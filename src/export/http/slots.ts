import { Refusal } from '../../api/http/edge/refusal'

const LATER = 'Try again when another one has ended, or use `linchpin export`.'

/** Bounds exports at the same time, in all and of each client. */
export class Slots {
  private readonly byClient = new Map<string, number>()
  private used = 0

  /** @param max of which a client has at most half, and one at least */
  constructor(private readonly max: number) {}

  /** Takes one. @returns gives it back, once @throws Refusal 429 or 503 */
  take(client: string): () => void {
    const own = this.byClient.get(client) ?? 0
    if (own >= Math.max(1, Math.floor(this.max / 2))) {
      throw refusal(429, `${own} exports of this client are running.`)
    }
    if (this.used >= this.max) throw refusal(503, `${this.used} exports are running.`)
    this.used++
    this.byClient.set(client, own + 1)
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      this.used--
      const left = this.byClient.get(client)! - 1
      if (left > 0) this.byClient.set(client, left)
      else this.byClient.delete(client)
    }
  }
}

function refusal(status: number, message: string): Refusal {
  return new Refusal(status, 'TOO_MANY_EXPORTS', message, LATER, { 'retry-after': '10' })
}
