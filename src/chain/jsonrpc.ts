/** One JSON-RPC call. */
export interface RpcCall {
  method: string
  params: unknown[]
}

/** Error of a JSON-RPC response. */
export interface RpcErrorBody {
  code: number
  message: string
  /** Details, in any form. */
  data?: unknown
}

/** Outcome of a call; `result` is JSON text, so that stored results need no serialisation. */
export type RpcOutcome = { result: string } | { error: RpcErrorBody }

/** JSON-RPC 2.0 error codes. */
export const RPC_CODE = {
  PARSE: -32700,
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  INVALID_PARAMS: -32602,
  INTERNAL: -32603,
  SERVER: -32000,
  LIMIT: -32005,
} as const

/** Thrown by a method to answer with a JSON-RPC error. */
export class MethodError extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

interface Parsed {
  /** JSON text of the id. */
  id: string
  call: RpcCall | RpcErrorBody
  /** A notification: a call without an id, which is not answered. */
  isNotification: boolean
}

/**
 * Answers a JSON-RPC 2.0 request, single or batch: request text -> response text.
 *
 * `run` gets all well-formed calls at once and returns their outcomes in the same order.
 * Empty text for notifications alone.
 */
export async function answerJsonRpc(
  body: string,
  run: (calls: RpcCall[]) => Promise<RpcOutcome[]>,
): Promise<string> {
  let request: unknown
  try {
    request = JSON.parse(body)
  } catch {
    return answer('null', { error: { code: RPC_CODE.PARSE, message: 'request is not JSON' } })
  }
  const batch = Array.isArray(request)
  const items = (batch ? (request as unknown[]) : [request]).map(parse)
  if (items.length === 0) {
    return answer('null', { error: { code: RPC_CODE.INVALID_REQUEST, message: 'empty batch' } })
  }
  const outcomes = await run(items.flatMap(({ call }) => ('method' in call ? [call] : [])))
  let next = 0
  const answers: string[] = []
  for (const { id, call, isNotification } of items) {
    const outcome = 'method' in call ? outcomes[next++]! : { error: call }
    if (!isNotification) answers.push(answer(id, outcome))
  }
  if (answers.length === 0) return ''
  return batch ? `[${answers.join(',')}]` : answers[0]!
}

function parse(item: unknown): Parsed {
  const invalid = { code: RPC_CODE.INVALID_REQUEST, message: 'not a JSON-RPC 2.0 request' }
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return { id: 'null', call: invalid, isNotification: false }
  }
  const { id, method, params = [] } = item as Record<string, unknown>
  const text = typeof id === 'string' || typeof id === 'number' ? JSON.stringify(id) : 'null'
  if (typeof method !== 'string') return { id: text, call: invalid, isNotification: false }
  const isNotification = id === undefined
  if (!Array.isArray(params)) {
    const call = { code: RPC_CODE.INVALID_PARAMS, message: 'params is not a list' }
    return { id: text, call, isNotification }
  }
  return { id: text, call: { method, params }, isNotification }
}

function answer(id: string, outcome: RpcOutcome): string {
  const part =
    'error' in outcome ? `"error":${JSON.stringify(outcome.error)}` : `"result":${outcome.result}`
  return `{"jsonrpc":"2.0","id":${id},${part}}`
}
