import { join } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { Logger } from 'pino'
import Piscina from 'piscina'
import { threadFailure } from '../../api/workers/failure'
import { ApiError } from '../../reads/errors'
import type { OpenExport } from '../open-export'
import type { ExportRequest } from '../request'
import type { ExportTask, ThreadMessage, ThreadOptions } from './thread'

/** Threads are compiled code, also where tests run the sources. */
const THREAD = join(__dirname, '../../../lib/export/thread/thread.js')
/** Megabytes of the heap of a thread. */
const HEAP_MB = 256
/** A thread without an export ends after so long. */
const IDLE_MS = 30_000

/** Threads for exports: to write rows takes the processor, which answers of the API need. */
export class ExportThreads {
  private readonly pool: Piscina<ExportTask, void>

  /** @param running exports at the same time */
  constructor(options: ThreadOptions, running: number, logger: Logger) {
    this.pool = new Piscina({
      filename: THREAD,
      workerData: options,
      minThreads: 0,
      maxThreads: running,
      idleTimeout: IDLE_MS,
      // An idle thread must see that its connection was lost.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    })
    this.pool.on('error', (error) => logger.error({ err: error }, 'Export thread failed'))
  }

  /** Opens an export. @throws ApiError as `openExport` */
  async open(request: ExportRequest, seconds: number): Promise<ThreadExport> {
    const { port1, port2 } = new MessageChannel()
    const task = { request, seconds, port: port2 }
    const running = this.pool.run(task, { transferList: [port2] })
    const messages = new Messages(port1, running)
    const first = await messages.next()
    if (!('opened' in first)) throw new Error('A thread sent a chunk of no export.')
    return new ThreadExport(first.opened, port1, messages)
  }

  /** Terminates all threads. */
  async close(): Promise<void> {
    await this.pool.destroy()
  }
}

/** An export that a thread makes. */
export class ThreadExport {
  constructor(
    readonly opened: Pick<OpenExport, 'stamp' | 'from' | 'tag' | 'isLasting'>,
    private readonly port: MessagePort,
    private readonly messages: Messages,
  ) {}

  /** The next bytes; null: there are no more. @throws ApiError at a limit, or of the database */
  async next(): Promise<Uint8Array | null> {
    this.port.postMessage('next')
    const message = await this.messages.next()
    if (!('chunk' in message)) throw new Error('A thread opened an export twice.')
    return message.chunk
  }

  /** No more of it is wanted. Resolves when its thread is free. */
  async close(): Promise<void> {
    this.port.postMessage('close')
    await this.messages.ended
  }
}

/** The messages of a thread, one after another. */
class Messages {
  /** Resolves when the thread is done, however it ends. */
  readonly ended: Promise<void>
  private readonly failed: Promise<never>
  private readonly waiting: ThreadMessage[] = []
  private wake: () => void = () => {}

  constructor(port: MessagePort, running: Promise<void>) {
    port.on('message', (message: ThreadMessage) => {
      this.waiting.push(message)
      this.wake()
    })
    this.failed = running.then(
      () => new Promise<never>(() => {}),
      (error) => Promise.reject(threadFailure(error, HEAP_MB)),
    )
    this.failed.catch(() => {})
    // The thread closes its end, also when it fails; what it sent before comes first.
    this.ended = new Promise((resolve) => port.once('close', resolve))
  }

  async next(): Promise<Exclude<ThreadMessage, { refusal: unknown }>> {
    while (this.waiting.length === 0) {
      const woken = new Promise<void>((resolve) => {
        this.wake = resolve
      })
      await Promise.race([woken, this.failed])
    }
    const message = this.waiting.shift()!
    if (!('refusal' in message)) return message
    const { code, ...rest } = message.refusal.extensions
    throw new ApiError(code, message.refusal.message, rest)
  }
}
