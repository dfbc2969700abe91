import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** Which packets of a connection are lost. */
export type Loss = 'all' | 'answers'

interface Pair {
  client: Socket
  server: Socket
  loss: Loss | null
}

/** A way to a database that can lose packets, or hold them: sockets stay open, and neither side is told. */
export class LossyProxy {
  private readonly pairs = new Set<Pair>()
  private toCome: Loss | null = null
  private isFrozen = false

  private constructor(
    private readonly listener: Server,
    /** URL of the database through the proxy. */
    readonly url: string,
  ) {}

  static async start(databaseUrl: string): Promise<LossyProxy> {
    const target = new URL(databaseUrl)
    const listener = createServer({ allowHalfOpen: true })
    listener.listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const url = new URL(databaseUrl)
    url.hostname = '127.0.0.1'
    url.port = String((listener.address() as AddressInfo).port)
    const proxy = new LossyProxy(listener, url.toString())
    listener.on('connection', (client) => proxy.join(client, target))
    return proxy
  }

  /** Loses packets of all connections that are open now; with `alsoNew`, of those to come too. */
  lose(loss: Loss, alsoNew = false): void {
    for (const pair of this.pairs) pair.loss = loss
    this.toCome = alsoNew ? loss : null
  }

  /** New connections work; those that lost packets stay dead. */
  heal(): void {
    this.toCome = null
  }

  /** The database stands still: nothing passes, and nothing is lost. */
  freeze(): void {
    this.isFrozen = true
    for (const { client, server } of this.pairs) {
      client.pause()
      server.pause()
    }
  }

  /** What was held passes. */
  thaw(): void {
    this.isFrozen = false
    for (const { client, server } of this.pairs) {
      client.resume()
      server.resume()
    }
  }

  async stop(): Promise<void> {
    for (const { client, server } of this.pairs) {
      client.destroy()
      server.destroy()
    }
    this.listener.close()
    await once(this.listener, 'close')
  }

  private join(client: Socket, target: URL): void {
    const server = connect({
      host: target.hostname,
      port: Number(target.port),
      allowHalfOpen: true,
    })
    const pair: Pair = { client, server, loss: this.toCome }
    this.pairs.add(pair)
    client.on('data', (data) => pair.loss !== 'all' && server.write(data))
    server.on('data', (data) => pair.loss === null && client.write(data))
    // An end is a packet, too.
    client.on('end', () => pair.loss !== 'all' && server.end())
    server.on('end', () => pair.loss === null && client.end())
    for (const socket of [client, server]) {
      socket.on('error', () => {})
      if (this.isFrozen) socket.pause()
    }
  }
}
