import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GraphqlAnswer } from '../../mcp/answer'
import type { Source } from '../../mcp/server'
import type { Shares } from '../database/shares'
import { clientGone, type Deadline, type Deadlines } from '../deadline'
import type { Answers } from '../graphql/answers'
import { askGraphql } from '../graphql/ask'
import type { Yoga } from '../graphql/graphql'
import type { Trace } from '../graphql/trace'
import { requireJson } from './edge/edge'
import type { Admitted } from './edge/exchange'
import { badRequest, Refusal } from './edge/refusal'
import type { HeadWatch } from './head-watch'
import { sendRepresentation } from './responses'

/** What the endpoint answers from. */
export interface McpParts {
  graphql: { yoga: Yoga; answers: Answers }
  /** The schema, as SDL. */
  sdl: string
  watch: HeadWatch
  deadlines: Deadlines
  shares: Shares
  /** Of Linchpin. */
  release: string
}

/**
 * The endpoint /mcp: Streamable HTTP of the Model Context Protocol without sessions, one JSON answer to each message. What
 * its tools ask has the limits, the deadline and the turn of a GraphQL request.
 */
export function mcpHandler(parts: McpParts) {
  return (request: IncomingMessage, response: ServerResponse, admitted: Admitted): Promise<void> =>
    parts.deadlines.run(async (deadline) => {
      response.once('close', () => {
        if (!deadline.hasEnded) deadline.abort(clientGone())
      })
      const answer = await answered(parts, request, admitted, deadline)
      await sendRepresentation(response, {
        status: answer.status,
        contentType: answer.headers.get('content-type') ?? '',
        body: Buffer.from(await answer.arrayBuffer()),
        cacheControl: 'no-store',
      })
    })
}

async function answered(
  parts: McpParts,
  { headers }: IncomingMessage,
  admitted: Admitted,
  deadline: Deadline,
): Promise<Response> {
  const { mutationRefusal } = admitted.sender
  if (mutationRefusal) throw mutationRefusal
  const parsedBody = messageOf(admitted.body)
  // Loaded by the first request: most servers have none.
  const { createMcpServer } = await import('../../mcp/server.js')
  const { WebStandardStreamableHTTPServerTransport } = await import(
    '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
  )
  const server = createMcpServer(sourceOf(parts, admitted, deadline), parts.release)
  // Neither a stream nor a session is kept for a client.
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  await server.connect(transport)
  try {
    const { accept = '', 'mcp-protocol-version': protocol } = headers
    const sent = new Request('http://localhost/mcp', {
      method: 'POST',
      headers: {
        accept,
        'content-type': 'application/json',
        ...(typeof protocol === 'string' && { 'mcp-protocol-version': protocol }),
      },
    })
    return await deadline.race(transport.handleRequest(sent, { parsedBody }))
  } finally {
    await server.close()
  }
}

function sourceOf(
  { graphql, sdl, watch, shares }: McpParts,
  { sender, turn }: Admitted,
  deadline: Deadline,
): Source {
  return {
    async ask({ query, variables }) {
      const connections = shares.of(sender.client, () => trace.cost)
      const readHead = () => watch.read()
      const trace: Trace = { scope: null, sender, deadline, connections, turn, readHead }
      const params = { query, variables, operationName: null }
      return (await askGraphql(graphql, params, trace)) as GraphqlAnswer
    },
    sdl: async () => sdl,
  }
}

const MESSAGE_HINT = 'Send one JSON-RPC message.'

/** @throws Refusal 400 */
function messageOf(body: Buffer | null): unknown {
  let message: unknown
  try {
    message = JSON.parse(body?.toString() ?? '')
  } catch {
    throw badRequest('The request body is not JSON.', MESSAGE_HINT)
  }
  if (Array.isArray(message)) throw badRequest('Batches are not supported.', MESSAGE_HINT)
  return message
}

/** @throws Refusal 405 or 415 */
export function requireMcpRequest(request: IncomingMessage): void {
  const { method } = request
  if (method !== 'POST') {
    const hint = 'Use POST: there are no sessions and no streams.'
    throw new Refusal(405, 'METHOD_NOT_ALLOWED', `/mcp does not support ${method}.`, hint, {
      allow: 'POST',
    })
  }
  requireJson(request, ['application/json'])
}
