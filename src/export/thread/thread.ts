import { type MessagePort, workerData } from 'node:worker_threads'
import pino from 'pino'
import { openPool } from '../../api/database/pools'
import type { Version } from '../../api/database/version'
import { clientGone, Deadline } from '../../api/deadline'
import { loadModel } from '../../api/schema/model'
import type { SchemaFiles } from '../../api/schema/schema'
import { giveWayInThread } from '../../priority'
import { ApiError } from '../../reads/errors'
import { tooLong } from '../limits'
import { type OpenExport, openExport } from '../open-export'
import type { ExportRequest } from '../request'
import { riskSources } from '../risk/sources'

/** What a thread is started with. */
export interface ThreadOptions {
  readonly databaseUrl: string
  readonly version: Version | null
  readonly release: string
  readonly files: SchemaFiles
}

/** An export for a thread. */
export interface ExportTask {
  readonly request: ExportRequest
  readonly seconds: number
  /** Says `next` for each chunk, and `close` when none is wanted any more. */
  readonly port: MessagePort
}

/** What a thread says: first that it was opened, then a chunk for each `next`; null: there is no further one. */
export type ThreadMessage =
  | { readonly opened: Pick<OpenExport, 'stamp' | 'from' | 'tag' | 'isLasting'> }
  | { readonly chunk: Uint8Array | null }
  | { readonly refusal: Pick<ApiError, 'message' | 'extensions'> }

/** An export has a connection of its own. */
const CONNECTIONS = 1

giveWayInThread()
const { databaseUrl, version, release, files } = workerData as ThreadOptions
const model = loadModel()
let made: ReturnType<typeof riskSources> | null = null
const risk = () => {
  made ??= riskSources(files)
  return made
}
const logger = pino({ level: 'silent' })
const connections = openPool(databaseUrl, 'linchpin export', CONNECTIONS, logger, 0)

/** Runs one export to its end. */
export default async function run({ request, seconds, port }: ExportTask): Promise<void> {
  const deadline = new Deadline(seconds * 1000, () => tooLong(seconds))
  const post = (message: ThreadMessage) => port.postMessage(message)
  let opened: OpenExport | null = null
  try {
    const wanted = chunksWanted(port, deadline)
    opened = await openExport({ model, risk, release, connections, version, deadline }, request)
    const { stamp, from, tag, isLasting, chunks } = opened
    post({ opened: { stamp, from, tag, isLasting } })
    while (await wanted()) {
      const { value, done } = await deadline.race(chunks.next())
      post({ chunk: done ? null : value })
      if (done) break
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    post({ refusal: { message: error.message, extensions: error.extensions } })
  } finally {
    deadline.end()
    await opened?.close()
    port.close()
  }
}

/** Resolves to true when a chunk is wanted, to false when none is any more. */
function chunksWanted(port: MessagePort, deadline: Deadline): () => Promise<boolean> {
  let asked = 0
  let isClosed = false
  let wake = () => {}
  port.on('message', (message: 'next' | 'close') => {
    if (message === 'next') asked++
    else {
      isClosed = true
      deadline.abort(clientGone())
    }
    wake()
  })
  return async () => {
    while (asked === 0 && !isClosed) {
      await deadline.race(
        new Promise<void>((resolve) => {
          wake = resolve
        }),
      )
    }
    asked--
    return !isClosed
  }
}
