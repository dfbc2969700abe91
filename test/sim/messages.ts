/** A call of JSON-RPC. */
export interface Call {
  id: number
  method: string
  params: unknown[]
}

/** The answer to a call. */
export interface Answer {
  jsonrpc: '2.0'
  id: number
  result?: unknown
  error?: { code: number; message: string }
}
