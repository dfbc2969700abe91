import type { ApiError } from '../../reads/errors'
import type { Deadline } from '../deadline'

/** What several requests wait for. */
class Flight<T> {
  /** When it began, in milliseconds of `performance.now`. */
  readonly since = performance.now()
  private waiting = 0
  /** How to send requests of other clients away. */
  private readonly others = new Set<() => void>()
  private readonly deadline: Deadline
  private readonly result: Promise<T>

  /** @param run until the deadline that it gets: that of the first request, as long as somebody waits */
  constructor(
    private readonly client: string,
    first: Deadline,
    run: (deadline: Deadline) => Promise<T>,
  ) {
    this.deadline = first.fork()
    this.result = Promise.resolve()
      .then(() => run(this.deadline))
      .finally(() => this.deadline.end())
    // Nobody may be there to hear it.
    this.result.catch(() => {})
  }

  /**
   * Waits for the result. The last one who leaves ends the computation.
   * @returns null: the request was sent away
   * @throws what `gone` returns, if its deadline was aborted and the result is for nobody
   */
  wait({ client, deadline, gone }: Waiting): Promise<T | null> {
    this.waiting++
    return new Promise((resolve, reject) => {
      const leave = (reason: ApiError) => {
        if (--this.waiting === 0) this.deadline.abort(reason)
      }
      const stop = deadline.onAbort((reason) => {
        leave(reason)
        const error = gone()
        if (error) reject(error)
      })
      const sendAway = () => {
        stop()
        this.waiting--
        resolve(null)
      }
      if (client !== this.client) this.others.add(sendAway)
      const settle = () => {
        stop()
        this.others.delete(sendAway)
      }
      this.result.then(resolve, reject).finally(settle)
    })
  }

  /** Only its own client waits for it any longer. */
  sendOthersAway(): void {
    for (const sendAway of this.others) sendAway()
    this.others.clear()
  }
}

/** A request while it waits. */
interface Waiting {
  readonly client: string
  readonly deadline: Deadline
  /** What to throw once the deadline was aborted; null: the result is still for somebody. */
  gone(): Error | null
}

/** A request that may share its result with others. */
export interface Flying<T> extends Waiting {
  /** Everything that the result depends on, beside the state of the database. */
  readonly key: string
  /** A result that is stored, and still valid. */
  stored(): Promise<T | null>
  /** @param queue call it when what is computed waits behind others of its client */
  run(deadline: Deadline, queue: () => void): Promise<T>
  /** Whether a result says something of who asked first, and nothing of what was asked. */
  isOfClient(result: T): boolean
}

/**
 * Equal requests at the same time are one computation (single flight). A request takes what was computed for another one only if that
 * began after it came, or what is stored of it is still valid: a result is never older than its request. It does not wait behind
 * what another client has asked for before.
 */
export class Flights<T> {
  /** By key those that anybody may join, by `ownKey` those that wait behind others of their client. */
  private readonly running = new Map<string, Flight<T>>()

  /** @throws as `run` does, for the one that computes; what `gone` returns */
  async result(asked: Flying<T>): Promise<T> {
    const { key, client, deadline } = asked
    const since = performance.now()
    for (;;) {
      const flight = this.running.get(key) ?? this.running.get(ownKey(client, key))
      if (!flight) return (await this.start(asked).wait(asked))!
      const result = await flight.wait(asked).catch(() => null)
      const error = deadline.hasEnded ? asked.gone() : null
      if (error) throw error
      if (result !== null && flight.since >= since && !asked.isOfClient(result)) return result
      const stored = await asked.stored()
      if (stored !== null) return stored
    }
  }

  private start({ key, client, deadline, run }: Flying<T>): Flight<T> {
    const own = ownKey(client, key)
    const flight: Flight<T> = new Flight(client, deadline, async (until) => {
      try {
        return await run(until, () => {
          this.forget(key, flight)
          this.running.set(own, flight)
          flight.sendOthersAway()
        })
      } finally {
        this.forget(key, flight)
        this.forget(own, flight)
      }
    })
    this.running.set(key, flight)
    return flight
  }

  private forget(name: string, flight: Flight<T>): void {
    if (this.running.get(name) === flight) this.running.delete(name)
  }
}

function ownKey(client: string, key: string): string {
  return `${client}\n${key}`
}
