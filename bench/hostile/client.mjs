// Requests of clients whose address is chosen.
import { Agent, request } from 'node:http'

/** Characters of an answer that is not parsed. */
const LONG = 64 * 1024

const agents = new Map()

/** Connections of one address that are used again. */
function agentOf(address) {
  const known = agents.get(address) ?? new Agent({ keepAlive: true, maxSockets: 600 })
  agents.set(address, known)
  return known
}

/**
 * Sends a request, and reads its answer.
 * @param asked `{ method, path, headers, body, hangUpMs, hangUpAtBytes, deadlineMs }`; `body` as text, a GraphQL request as object
 * @returns its status and text, or what happened instead
 */
export function send({ port, address }, asked) {
  const { method = 'POST', path = '/graphql', headers = {}, hangUpMs, hangUpAtBytes } = asked
  const { deadlineMs = 60_000, agent = agentOf(address) } = asked
  const body = typeof asked.body === 'object' ? JSON.stringify(asked.body) : asked.body
  return new Promise((resolve) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      localAddress: address,
      agent,
      method,
      path,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        ...headers,
      },
    })
    const end = (answer) => {
      clearTimeout(hangUp)
      clearTimeout(deadline)
      resolve(answer)
    }
    const leave = (fault) => {
      end({ fault })
      sent.destroy()
    }
    const hangUp = hangUpMs === undefined ? null : setTimeout(leave, hangUpMs, 'hung up')
    const deadline = setTimeout(leave, deadlineMs, 'no answer')
    sent.once('error', (error) => end({ fault: error.code ?? error.message }))
    sent.once('response', (response) => {
      const parts = []
      let bytes = 0
      response.on('data', (part) => {
        parts.push(part)
        bytes += part.length
        if (bytes >= (hangUpAtBytes ?? Number.POSITIVE_INFINITY)) leave('hung up')
      })
      response.once('error', (error) => end({ fault: error.code ?? error.message }))
      response.once('close', () => end({ fault: 'closed' }))
      response.once('end', () => {
        const text = Buffer.concat(parts).toString()
        end({ status: response.statusCode, headers: response.headers, text })
      })
    })
    sent.end(body)
  })
}

/** What an answer says: `200 DATA`, or its status with the code of its error. */
export function outcomeOf({ fault, status, text, headers = {} }) {
  if (fault) return fault
  if (headers['content-encoding']) return `${status} DATA`
  // Errors come first. To parse megabytes takes more of the machine than the API took to send them.
  if (text.length > LONG && text.startsWith('{"data":{')) return `${status} DATA`
  let body
  try {
    body = JSON.parse(text)
  } catch {
    return `${status} ${/"code":"(\w+)"/.exec(text)?.[1] ?? 'TEXT'}`
  }
  const code = body?.errors?.[0]?.extensions?.code ?? body?.error?.code
  return `${status} ${code ?? (body?.errors ? 'NO CODE' : 'DATA')}`
}
