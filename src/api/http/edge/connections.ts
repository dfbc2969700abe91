import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { ApiCode } from '../../../reads/errors'
import { Gone } from './body'
import { subscriberOf } from './client'
import { RETRY_AFTER, Refusal } from './refusal'

/** Limits of node, which closes what exceeds them. */
export const SERVER_OPTIONS: ServerOptions = {
  headersTimeout: 5_000,
  // Bodies have a shorter one of their own; this ends what no handler reads.
  requestTimeout: 15_000,
  // Longer than load balancers keep an idle connection, or they would send into one that closes.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
}
const MAX_HEADERS = 100
/** Requests that a connection may send before it gets answers: the answers wait in memory for each other. */
const MAX_PIPELINED = 16
/** With so many the connection is closed: to refuse each of hundreds takes long, too. */
const MAX_REFUSED = 2 * MAX_PIPELINED
/** A subscriber who sent hundreds gets no new connection for so long: to parse them takes the processor from others. */
const BARRED_MS = 1_000
/** Subscribers that are known to be barred; over it, the first one is forgotten. */
const MAX_BARRED = 1_000
/** A client that does not read its answer for so long is not waited for. */
const UNREAD_MS = 60_000
/** Bytes of answers that clients have not read yet; over it, the oldest answer is dropped. */
const MAX_UNREAD_BYTES = 64 * 2 ** 20

/** Bounds the sockets of a server, and what is held for those that do not read. */
export class Connections {
  /** Requests that are being answered, by socket; the socket that was used longest ago first. */
  private readonly sockets = new Map<Socket, number>()
  /** Unread bytes by socket, the oldest answer first. */
  private readonly unread = new Map<Socket, number>()
  /** Until when subscribers are barred, in milliseconds of `performance.now`. */
  private readonly barred = new Map<string, number>()

  /**
   * @param max open sockets; over it, the one that has been idle for longest is closed
   * @param onRefused called for each request that is not HTTP, and each socket that is closed
   */
  constructor(
    private readonly max: number,
    private readonly onRefused: (code: ApiCode) => void,
  ) {}

  get open(): number {
    return this.sockets.size
  }

  /** Applies the bounds to a server. */
  watch(server: Server): void {
    server.maxHeadersCount = MAX_HEADERS
    server.on('connection', (socket: Socket) => this.add(socket))
    server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
      this.refuse(error, socket)
    })
  }

  /**
   * Counts a request as being answered until its answer is sent.
   * @throws Refusal 429 if its connection has too many others; Gone if it is closed
   */
  use(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request
    this.touch(socket, 1)
    response.once('close', () => this.touch(socket, -1))
    const open = this.sockets.get(socket) ?? 0
    if (open <= MAX_PIPELINED) return
    if (open > MAX_REFUSED) {
      this.bar(socket)
      socket.destroy()
      throw new Gone()
    }
    const message = `${MAX_PIPELINED} requests of this connection are being answered.`
    const hint = 'Wait for answers before you send more on one connection.'
    throw new Refusal(429, 'TOO_MANY_REQUESTS', message, hint, RETRY_AFTER)
  }

  /** Bounds for how long, and how many, answers wait for their clients. Call it when an answer is sent. */
  sent(response: ServerResponse): void {
    const { socket } = response
    if (!socket || response.writableFinished || response.destroyed) return
    const timer = setTimeout(() => socket.destroy(), UNREAD_MS).unref()
    this.unread.set(socket, socket.writableLength)
    response.once('close', () => {
      clearTimeout(timer)
      this.unread.delete(socket)
    })
    let bytes = 0
    for (const waiting of this.unread.values()) bytes += waiting
    for (const [oldest, waiting] of this.unread) {
      if (bytes <= MAX_UNREAD_BYTES) break
      bytes -= waiting
      this.unread.delete(oldest)
      this.onRefused('OVERLOADED')
      oldest.destroy()
    }
  }

  private bar({ remoteAddress }: Socket): void {
    const subscriber = subscriberOf(remoteAddress)
    this.barred.delete(subscriber)
    this.barred.set(subscriber, performance.now() + BARRED_MS)
    if (this.barred.size > MAX_BARRED) this.barred.delete(this.barred.keys().next().value!)
  }

  private isBarred({ remoteAddress }: Socket): boolean {
    if (this.barred.size === 0) return false
    const subscriber = subscriberOf(remoteAddress)
    const until = this.barred.get(subscriber)
    if (until === undefined) return false
    if (performance.now() < until) return true
    this.barred.delete(subscriber)
    return false
  }

  private add(socket: Socket): void {
    if (this.isBarred(socket)) {
      this.onRefused('TOO_MANY_REQUESTS')
      return void socket.destroy()
    }
    this.sockets.set(socket, 0)
    socket.once('close', () => this.sockets.delete(socket))
    if (this.sockets.size <= this.max) return
    const idle = [...this.sockets].find(([, requests]) => requests === 0)
    this.onRefused('OVERLOADED')
    const closed = idle?.[0] ?? socket
    this.sockets.delete(closed)
    closed.destroy()
  }

  private touch(socket: Socket, change: 1 | -1): void {
    const requests = this.sockets.get(socket)
    if (requests === undefined) return
    this.sockets.delete(socket)
    this.sockets.set(socket, requests + change)
  }

  /** Answers what is not HTTP, too slow, or has headers that are too large. */
  private refuse(error: NodeJS.ErrnoException, socket: Socket): void {
    const [status, code, message] = faultOf(error)
    // A request of this socket that is being answered would get the answer of another.
    const isBusy = (this.sockets.get(socket) ?? 0) > 0
    if (error.code === 'ECONNRESET' || !socket.writable || isBusy) return void socket.destroy()
    this.onRefused(code)
    const body = `${JSON.stringify({ error: { code, message } })}\n`
    socket.end(
      `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      () => socket.destroy(),
    )
  }
}

function faultOf({ code }: NodeJS.ErrnoException): [string, ApiCode, string] {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['408 Request Timeout', 'REQUEST_TIMEOUT', 'The request did not arrive in time.']
    case 'HPE_HEADER_OVERFLOW':
      return ['431 Request Header Fields Too Large', 'LIMIT_EXCEEDED', 'The headers are too large.']
    default:
      return ['400 Bad Request', 'BAD_REQUEST', 'This is not a valid HTTP request.']
  }
}
