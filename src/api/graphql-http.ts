import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { YogaServerInstance } from 'graphql-yoga'
import type { AnswerScope, Answers, KeptAnswer } from './answers'
import { type HeadWatch, headName } from './head-watch'
import type { Operation } from './operation'

/** Filled while a request is answered: what its answer depends on; null: it is not kept. */
export interface Trace {
  scope: AnswerScope | null
}

type Yoga = YogaServerInstance<{ trace: Trace }, Operation>

/** A year: final answers never change. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * The GraphQL endpoint over HTTP: an answer that is still right is sent again, any other is computed.
 *
 * @param maxBody bytes of a request body
 */
export function graphqlHandler(yoga: Yoga, answers: Answers, watch: HeadWatch, maxBody: number) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = request.method === 'POST' ? await readBody(request, maxBody) : null
    const { accept = '', 'content-type': type = '' } = request.headers
    const name = `${request.method} ${request.url} ${accept} ${type}\n${body?.toString('latin1') ?? ''}`
    const isKept = request.method === 'POST' || request.method === 'GET'
    if (isKept) {
      const final = answers.findFinal(name)
      if (final) return send(request, response, final)
      const head = await watch.read()
      const known = head && answers.findAt(headName(head), name)
      if (known) return send(request, response, known)
    }
    const trace: Trace = { scope: null }
    const answered = await yoga.fetch(
      `http://${request.headers.host ?? 'localhost'}${request.url}`,
      {
        method: request.method ?? 'GET',
        headers: headersOf(request),
        body: body && new Uint8Array(body),
      },
      { trace },
    )
    const bytes = Buffer.from(await answered.arrayBuffer())
    const contentType = answered.headers.get('content-type')
    if (!isKept || trace.scope === null || contentType === null) {
      response.writeHead(answered.status, Object.fromEntries(answered.headers))
      response.end(bytes)
      return
    }
    const etag =
      trace.scope.kind === 'FINAL'
        ? `"${createHash('sha256').update(bytes).digest('base64url')}"`
        : null
    const answer = { status: answered.status, contentType, body: bytes, etag }
    answers.keep(name, trace.scope, answer)
    send(request, response, answer)
  }
}

function send(request: IncomingMessage, response: ServerResponse, answer: KeptAnswer): void {
  const headers: Record<string, string | number> = {
    'content-type': answer.contentType,
    'content-length': answer.body.length,
    'cache-control': 'no-cache',
  }
  if (answer.etag !== null) {
    headers.etag = answer.etag
    headers['cache-control'] = FOR_EVER
    if (request.method === 'GET' && request.headers['if-none-match'] === answer.etag) {
      delete headers['content-length']
      response.writeHead(304, headers)
      response.end()
      return
    }
  }
  response.writeHead(answer.status, headers)
  response.end(answer.body)
}

/** The body, or its first bytes beyond the limit: enough for it to be refused. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (length <= limit) chunks.push(chunk)
    length += chunk.length
  }
  return Buffer.concat(chunks)
}

/** Headers that say how the body is to be read; its length is that of what was read. */
function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (name === 'content-length' || value === undefined) continue
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}
