import { createServer, type Server } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { openPort } from '../../../src/open-port'

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

interface Received {
  id: string
  /** As the body has it. */
  cursor: string
  kind: string
  data: Record<string, unknown>
  block: number | null
  undoes: string | null
}

/** A receiver of webhooks, which checks signatures and can fail in all ways. */
export class ReceiverServer {
  /** Every request with a valid signature, taken or not. */
  readonly requests: Received[] = []
  /** Those that it took. */
  readonly taken: Received[] = []
  /** Requests without a valid signature. */
  forged = 0
  /** Status of the next answers; `hang`: none. */
  answer: (message: Received) => number | 'hang' = () => 200
  headers: Record<string, string> = {}
  url = ''
  private readonly server: Server

  private constructor() {
    const webhook = new Webhook(SECRET)
    this.server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => {
        try {
          webhook.verify(body, request.headers as Record<string, string>)
        } catch {
          this.forged += 1
        }
        const { data } = JSON.parse(body)
        const received = { id: request.headers['webhook-id'] as string, ...data }
        this.requests.push(received)
        const status = this.answer(received)
        if (status === 'hang') return
        if (status < 300) this.taken.push(received)
        response.writeHead(status, this.headers).end('x'.repeat(10_000))
      })
    })
  }

  static async start(): Promise<ReceiverServer> {
    const receiver = new ReceiverServer()
    const { url } = await openPort(receiver.server, '127.0.0.1', 0)
    receiver.url = `${url}/hook?key=TOPSECRET`
    return receiver
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  /** What one that keeps the ids has: each message once, in order. */
  get distinct(): Received[] {
    return [...new Map(this.taken.map((message) => [message.id, message])).values()]
  }
}
