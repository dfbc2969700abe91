/** One JSON-RPC call. */
export interface RpcCall {
  method: string
  params: unknown[]
}

/** Error part of a JSON-RPC answer. */
export interface RpcErrorBody {
  code: number
  message: string
  /** Whatever the provider adds. */
  data?: unknown
}

/** What became of a call; `result` is JSON text, so that stored answers need no serialisation. */
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
  /** A call without an id wants no answer. */
  silent: boolean
}

/**
 * The JSON-RPC 2.0 server side: request text -> answer text, for a single call or a batch.
 *
 * `run` gets all well-formed calls at once and gives their outcomes in the same order.
 * Empty text when nothing asks for an answer.
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
  for (const { id, call, silent } of items) {
    const outcome = 'method' in call ? outcomes[next++]! : { error: call }
    if (!silent) answers.push(answer(id, outcome))
  }
  if (answers.length === 0) return ''
  return batch ? `[${answers.join(',')}]` : answers[0]!
}

function parse(item: unknown): Parsed {
  const invalid = { code: RPC_CODE.INVALID_REQUEST, message: 'not a JSON-RPC 2.0 request' }
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return { id: 'null', call: invalid, silent: false }
  }
  const { id, method, params = [] } = item as Record<string, unknown>
  const text = typeof id === 'string' || typeof id === 'number' ? JSON.stringify(id) : 'null'
  if (typeof method !== 'string') return { id: text, call: invalid, silent: false }
  const silent = id === undefined
  if (!Array.isArray(params)) {
    const call = { code: RPC_CODE.INVALID_PARAMS, message: 'params is not a list' }
    return { id: text, call, silent }
  }
  return { id: text, call: { method, params }, silent }
}

function answer(id: string, outcome: RpcOutcome): string {
  const part =
    'error' in outcome ? `"error":${JSON.stringify(outcome.error)}` : `"result":${outcome.result}`
  return `{"jsonrpc":"2.0","id":${id},${part}}`
}
