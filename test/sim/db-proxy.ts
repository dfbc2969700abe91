import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'

/** The way from the indexer to Postgres, which can fail without a word. */
export class DatabaseProxy {
  private readonly pairs = new Set<[Socket, Socket]>()
  private isFrozen = false

  private constructor(
    private readonly server: Server,
    /** Of the database, on this way. */
    readonly url: string,
  ) {}

  static async start(url: string): Promise<DatabaseProxy> {
    const { hostname, port } = new URL(url)
    let proxy: DatabaseProxy
    const server = createServer((near) => proxy.join(near, dial(Number(port), hostname)))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const here = new URL(url)
    here.port = String((server.address() as AddressInfo).port)
    proxy = new DatabaseProxy(server, here.toString())
    return proxy
  }

  /** Nothing is forwarded, on old connections and on new ones. */
  freeze(): void {
    this.isFrozen = true
    for (const pair of this.pairs) hold(pair)
  }

  /** Everything that was held back is forwarded. */
  thaw(): void {
    this.isFrozen = false
    for (const [near, far] of this.pairs) {
      near.pipe(far)
      far.pipe(near)
    }
  }

  /**
   * Connections that exist are half-open from now on: packets are lost, and no end is seen. New ones work.
   * @returns drops them, as a router does in the end; how many there were
   */
  halfOpen(): { count: number; drop: () => void } {
    const lost = [...this.pairs]
    for (const pair of lost) {
      this.pairs.delete(pair)
      hold(pair)
      for (const socket of pair) socket.resume()
    }
    const drop = () => {
      for (const socket of lost.flat()) socket.destroy()
    }
    return { count: lost.length, drop }
  }

  async close(): Promise<void> {
    this.server.close()
    for (const socket of [...this.pairs].flat()) socket.destroy()
  }

  private join(near: Socket, far: Socket): void {
    const pair: [Socket, Socket] = [near, far]
    this.pairs.add(pair)
    const end = () => {
      // The other end of a half-open connection does not learn of it.
      if (!this.pairs.delete(pair)) return
      near.destroy()
      far.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
    if (this.isFrozen) return
    near.pipe(far)
    far.pipe(near)
  }
}

function hold([near, far]: [Socket, Socket]): void {
  near.unpipe(far).pause()
  far.unpipe(near).pause()
}
