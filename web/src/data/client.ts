import { BASE } from '../app/place'

/** An answer that is an error, with its code. */
export class ApiFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string | null,
  ) {
    super(message)
  }
}

interface Body {
  data?: unknown
  errors?: { message: string; extensions?: { code?: string; hint?: string } }[]
  error?: { code: string; message: string; hint?: string }
}

/**
 * Asks the API of this server.
 *
 * @throws ApiFailure if it answers an error, or nothing
 */
export async function ask<T>(query: string, variables: object, signal: AbortSignal): Promise<T> {
  const body = await send(query, variables, signal)
  const failed = body.errors?.[0]
  if (failed) {
    const { code = 'UNKNOWN', hint = null } = failed.extensions ?? {}
    throw new ApiFailure(code, failed.message, hint)
  }
  if (body.error) throw new ApiFailure(body.error.code, body.error.message, body.error.hint ?? null)
  return body.data as T
}

async function send(query: string, variables: object, signal: AbortSignal): Promise<Body> {
  try {
    const response = await fetch(new URL('graphql', BASE), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal,
    })
    return (await response.json()) as Body
  } catch (error) {
    if (signal.aborted) throw error
    throw new ApiFailure('NO_ANSWER', 'The server does not answer.', 'Is it running? Try again.')
  }
}

/** GraphiQL, filled in with what gave a figure: it takes a query from its URL, but no variables, so they are defaults in it. */
export function graphiqlUrl(query: string, variables: object): string {
  const values = new Map<string, unknown>(Object.entries(variables))
  const filled = query.replace(/\$(\w+): ([\w[\]!]+)/g, (definition, name) => {
    const value = values.get(name)
    return value == null ? definition : `${definition} = ${literal(value)}`
  })
  const url = new URL('graphql', BASE)
  url.searchParams.set('query', indented(filled))
  return url.href
}

/** A query with the indentation that the build takes away. */
export function indented(query: string): string {
  let depth = 0
  const lines = query.split('\n').map((line) => {
    const text = line.trim()
    if (/^[)\]}]/.test(text)) depth--
    const placed = text && `${'  '.repeat(depth)}${text}`
    if (/[([{]$/.test(text)) depth++
    return placed
  })
  return lines.join('\n')
}

/** A value as GraphQL. Names of enums are upper case, and no text that pages send is. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, one]) => one != null)
    return `{ ${fields.map(([name, one]) => `${name}: ${literal(one)}`).join(', ')} }`
  }
  return typeof value === 'string' && /^[A-Z_]+$/.test(value) ? value : JSON.stringify(value)
}
