import type { Message } from '../../../src/store/notify/messages'

/** A listener of GET /feed. */
export class Listener {
  readonly messages: Message[] = []
  /** Data of events `error`. */
  readonly errors: { code: string }[] = []
  lastId = ''
  private readonly stopping = new AbortController()
  private ended: Promise<void> = Promise.resolve()

  static async connect(url: string, query = '', lastEventId?: string): Promise<Listener> {
    const listener = new Listener()
    const response = await fetch(`${url}/feed${query}`, {
      signal: listener.stopping.signal,
      headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    })
    if (response.status !== 200) throw new Error(`status ${response.status}`)
    listener.ended = listener.read(response).catch(() => {})
    return listener
  }

  private async read(response: Response): Promise<void> {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk as Uint8Array, { stream: true })
      const events = text.split('\n\n')
      text = events.pop()!
      for (const event of events) this.take(event)
    }
  }

  private take(event: string): void {
    const fields = new Map(
      event.split('\n').map((line): [string, string] => {
        const at = line.indexOf(': ')
        return [line.slice(0, at), line.slice(at + 2)]
      }),
    )
    this.lastId = fields.get('id') ?? this.lastId
    const data = fields.get('data')
    if (data === undefined) return
    if (fields.get('event') === 'error') this.errors.push(JSON.parse(data))
    else this.messages.push(JSON.parse(data))
  }

  /** Resolves when the server ends the stream. */
  get end(): Promise<void> {
    return this.ended
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.ended
  }
}

/** Waits until something holds. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20))
}
