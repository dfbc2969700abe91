import type { ServerResponse } from 'node:http'
import { serverStops } from '../../api/deadline'
import { Gone } from '../../api/http/edge/body'
import { Refusal } from '../../api/http/edge/refusal'
import type { Mount, Mounted, MountedRequest } from '../../api/http/mounted'
import { type Headers, hasTag } from '../../api/http/responses'
import { RareLog } from '../../api/rare-log'
import { loadModel } from '../../api/schema/model'
import { type ApiCode, ApiError } from '../../reads/errors'
import { type ExportLimits, tooLong } from '../limits'
import type { ExportRequest, Format } from '../request'
import { headersOf } from '../stamp'
import { ExportThreads, type ThreadExport } from '../thread/threads'
import { readRequest } from './asked'
import { Delivery } from './delivery'
import { Slots } from './slots'

/** Status of errors that are not 400. */
const STATUS: Partial<Record<ApiCode, number>> = {
  NOT_FOUND: 404,
  BLOCK_NOT_INDEXED: 404,
  NOT_INDEXED: 404,
  NOT_READY: 503,
  OVERLOADED: 503,
  DATABASE_SILENT: 503,
  REPLICA_CONFLICT: 503,
  EXPORT_LIMIT: 504,
  QUERY_TIMEOUT: 504,
}

const TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
}

/** Rows of a final block change only if we correct how they are derived. */
const LASTING_SECONDS = 3600

/** Headers that pages of other origins may read. */
const EXPOSED =
  'x-block-number, x-block-hash, x-block-time, x-block-final, x-block-digest, x-rules-version, x-since-block-number, x-since-block-hash, x-since-block-digest, content-disposition, etag'

/** GET /export/{entity}.{format}. */
export function exportEndpoint(limits: ExportLimits): Mount {
  return ({ databaseUrl, version, release, files, schema, limits: ofQueries, logger }) => {
    const threads = new ExportThreads(
      { databaseUrl, version, release, files },
      limits.running,
      logger,
    )
    const rules = { model: loadModel(), schema: () => schema, limits: ofQueries }
    return new ExportEndpoint(
      (path, search) => readRequest(path, search, rules),
      threads,
      limits,
      new RareLog(logger),
    )
  }
}

class ExportEndpoint implements Mounted {
  readonly prefix = '/export/'
  readonly rest = '{entity}.{format}'
  private readonly slots: Slots
  private readonly deliveries = new Set<Delivery>()

  constructor(
    private readonly read: (path: string, search: string) => ExportRequest,
    private readonly threads: ExportThreads,
    private readonly limits: ExportLimits,
    private readonly log: RareLog,
  ) {
    this.slots = new Slots(limits.running)
  }

  async answer({ response, path, search, client }: MountedRequest): Promise<void> {
    try {
      const asked = this.read(path, search)
      const free = this.slots.take(client)
      try {
        const running = await this.threads.open(asked, this.limits.seconds)
        const release = async () => {
          await running.close()
          free()
        }
        try {
          await this.deliver(asked, running, response, release)
        } finally {
          await release()
        }
      } finally {
        free()
      }
    } catch (error) {
      if (!(error instanceof ApiError) || error instanceof Refusal) throw error
      if (!response.headersSent) throw refusalOf(error)
      // The client sees a body that ends before its end: the code cannot be sent any more.
      this.log.error(error, 'Export ended', { entity: path.slice(0, 100) })
      throw new Gone()
    }
  }

  /** @param release gives thread and place back: before the end, as the client may then ask for the next export at once */
  private async deliver(
    asked: ExportRequest,
    running: ThreadExport,
    response: ServerResponse,
    release: () => Promise<void>,
  ): Promise<void> {
    const { stamp, from, tag, isLasting } = running.opened
    const { method, headers } = response.req
    const etag = `"${tag}"`
    const blocks = from ? `${from.block}-${stamp.block}` : stamp.block
    const name = `${asked.entity}-${blocks}.${asked.format}`
    const head = {
      ...headersOf(stamp, from),
      'content-type': TYPES[asked.format],
      'content-disposition': `attachment; filename="${name}"`,
      'access-control-expose-headers': EXPOSED,
      etag,
      'cache-control': isLasting ? `public, max-age=${LASTING_SECONDS}` : 'no-cache',
    }
    const isKnown = hasTag(headers['if-none-match'], etag)
    if (isKnown || method === 'HEAD') {
      await release()
      response.writeHead(isKnown ? 304 : 200, head)
      return void response.end()
    }
    const delivery = new Delivery(response, this.limits)
    this.deliveries.add(delivery)
    const { seconds } = this.limits
    // The thread ends then, too, but a client that does not read would not hear of it.
    const late = setTimeout(() => delivery.abort(tooLong(seconds)), seconds * 1000)
    try {
      // What fails before the first bytes has a status of its own.
      let chunk = await delivery.race(running.next())
      response.writeHead(200, head)
      while (chunk !== null) {
        await delivery.send(chunk)
        chunk = await delivery.race(running.next())
      }
      await release()
      await delivery.end()
    } finally {
      clearTimeout(late)
      this.deliveries.delete(delivery)
    }
  }

  abort(): void {
    for (const delivery of this.deliveries) delivery.abort(serverStops())
  }

  async close(): Promise<void> {
    await this.threads.close()
  }
}

function refusalOf({ message, extensions }: ApiError): Refusal {
  const { code, hint } = extensions
  const status = STATUS[code] ?? 400
  const headers: Headers = status === 503 ? { 'retry-after': '1' } : {}
  return new Refusal(status, code, message, typeof hint === 'string' ? hint : '', headers)
}
