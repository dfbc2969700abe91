/** What waits, in rounds of the clients: however much of one client waits, what another has waits for one of it only. */
export class Rounds<T> {
  /** Nobody has an empty list; the client whose turn is next comes first. */
  private readonly byClient = new Map<string, T[]>()
  private count = 0

  get size(): number {
    return this.count
  }

  /** How many of a client wait. */
  of(client: string): number {
    return this.byClient.get(client)?.length ?? 0
  }

  add(client: string, one: T): void {
    const own = this.byClient.get(client) ?? []
    this.byClient.set(client, own)
    own.push(one)
    this.count++
  }

  /** How many come before the next one that this client adds. */
  before(client: string): number {
    const own = this.of(client)
    let before = own
    for (const [name, theirs] of this.byClient) {
      if (name !== client) before += Math.min(theirs.length, own + 1)
    }
    return before
  }

  /**
   * Takes out the first one of the client whose turn it is; others come before its next one.
   * @param may whose turn it may be. Default: anybody's
   */
  next(may: (client: string) => boolean = () => true): T | undefined {
    for (const [client, own] of this.byClient) {
      if (!may(client)) continue
      const one = own.shift()!
      this.count--
      this.byClient.delete(client)
      if (own.length > 0) this.byClient.set(client, own)
      return one
    }
    return undefined
  }

  /**
   * Takes out the last one of the client that has most, if another one of this client would still leave it less.
   * @returns undefined: nobody has more
   */
  makeRoom(client: string): T | undefined {
    let most: T[] = []
    let name = ''
    for (const [other, own] of this.byClient) {
      if (own.length > most.length) {
        most = own
        name = other
      }
    }
    if (most.length <= this.of(client) + 1) return undefined
    const last = most.at(-1)!
    this.remove(name, last)
    return last
  }

  /** Without effect if it does not wait any more. */
  remove(client: string, one: T): void {
    const own = this.byClient.get(client)
    const at = own?.indexOf(one) ?? -1
    if (!own || at < 0) return
    own.splice(at, 1)
    this.count--
    if (own.length === 0) this.byClient.delete(client)
  }
}
