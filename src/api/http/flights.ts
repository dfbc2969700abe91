import type { Deadline } from '../deadline'

/** What several requests wait for. */
class Flight<T> {
  /** When it began, in milliseconds of `performance.now`. */
  readonly since = performance.now()
  private waiting = 0
  private readonly deadline: Deadline
  private readonly result: Promise<T>

  /** @param run until the deadline that it gets: that of the first request, as long as somebody waits */
  constructor(first: Deadline, run: (deadline: Deadline) => Promise<T>) {
    this.deadline = first.fork()
    this.result = Promise.resolve()
      .then(() => run(this.deadline))
      .finally(() => this.deadline.end())
    // Nobody may be there to hear it.
    this.result.catch(() => {})
  }

  /**
   * Waits for the result. The last one who leaves ends the computation.
   * @throws what `gone` returns, if its deadline was aborted and the result is for nobody
   */
  wait(deadline: Deadline, gone: () => Error | null): Promise<T> {
    this.waiting++
    return new Promise((resolve, reject) => {
      const stop = deadline.onAbort((reason) => {
        if (--this.waiting === 0) this.deadline.abort(reason)
        const error = gone()
        if (error) reject(error)
      })
      this.result.then(resolve, reject).finally(stop)
    })
  }
}

/** A request that may share its result with others. */
export interface Flying<T> {
  /** Everything that the result depends on, beside the state of the database. */
  readonly key: string
  readonly client: string
  readonly deadline: Deadline
  /** What to throw once the deadline was aborted; null: the result is still for somebody. */
  gone(): Error | null
  /** A result that is stored, and still valid. */
  stored(): Promise<T | null>
  /** @param begin call it when what is computed waits for no turn of this client any more */
  run(deadline: Deadline, begin: () => void): Promise<T>
  /** Whether a result says something of who asked first, and nothing of what was asked. */
  isOfClient(result: T): boolean
}

/**
 * Equal requests at the same time are one computation (single flight). A request takes what was computed for another one only if that began after it
 * came, or what is stored of it is still valid: a result is never older than its request. It does not wait for the turn of another
 * client.
 */
export class Flights<T> {
  private readonly running = new Map<string, Flight<T>>()

  /** @throws as `run` does, for the one that computes; what `gone` returns */
  async result(asked: Flying<T>): Promise<T> {
    const { key, client, deadline, gone } = asked
    const since = performance.now()
    for (;;) {
      const flight = this.running.get(key) ?? this.running.get(ownKey(client, key))
      if (!flight) return this.start(asked).wait(deadline, gone)
      const result = await flight.wait(deadline, gone).catch(() => null)
      const error = deadline.hasEnded ? gone() : null
      if (error) throw error
      if (result !== null && flight.since >= since && !asked.isOfClient(result)) return result
      const stored = await asked.stored()
      if (stored !== null) return stored
    }
  }

  private start({ key, client, deadline, run }: Flying<T>): Flight<T> {
    const own = ownKey(client, key)
    const flight: Flight<T> = new Flight(deadline, async (until) => {
      try {
        return await run(until, () => {
          if (!this.running.has(key)) this.running.set(key, flight)
        })
      } finally {
        for (const name of [key, own]) {
          if (this.running.get(name) === flight) this.running.delete(name)
        }
      }
    })
    this.running.set(own, flight)
    return flight
  }
}

function ownKey(client: string, key: string): string {
  return `${client}\n${key}`
}
