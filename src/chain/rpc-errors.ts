import type { RpcErrorBody } from './jsonrpc'
import { RPC_CODE } from './jsonrpc'

/**
 * What a failed call asks for.
 * - `range`: the same question in smaller parts.
 * - `refused`: another provider; the same one will answer the same.
 * - `retry`: the same question again, elsewhere first.
 */
export type Fault = 'range' | 'refused' | 'retry'

/** Providers say "slow down" with many codes; these words tell it from "ask for less". */
const THROTTLED =
  /\brate\b|\brequests? (per|count|limit)|too many (requests|connections)|compute units|throughput|quota|credits|capacity/i

/** Wordings seen for eth_getLogs answers that are too large, or ranges too wide. */
const TOO_LARGE = [
  /query returned more than/i,
  /(response|logs?|result)s?( is| are)? too (big|large|many)/i,
  /too many (logs|results|blocks)/i,
  /range (is |was )?too (wide|large|big)/i,
  /range (limit|should work|size)/i,
  /response size/i,
  /limited to [^.]*\d/i,
  /max(imum)?( allowed)?( block)? range/i,
  /maximum (is set|allowed)/i,
  /number of requested blocks/i,
  /(exceeds?|exceeded)( the| maximum| max| defined)*( block| query)? (range|limit)/i,
  /ranges? over [\d,]+/i,
  /up to an? [\d,]+ block/i,
  /at most [\d,]+ blocks/i,
  /with this block range/i,
  /consider reducing|smaller (block )?range/i,
  /logs matched/i,
]

/** HTTP statuses that say the body or the answer is too large. */
const TOO_LARGE_STATUS = new Set([413])

/**
 * Reads a JSON-RPC error. Unknown codes are retried: stopping would turn a hiccup into an outage.
 */
export function classifyRpcError(method: string, error: RpcErrorBody): Fault {
  const message = String(error.message)
  if (THROTTLED.test(message)) return 'retry'
  if (method === 'eth_getLogs' && TOO_LARGE.some((pattern) => pattern.test(message))) return 'range'
  if (error.code === RPC_CODE.METHOD_NOT_FOUND || error.code === RPC_CODE.INVALID_PARAMS) {
    return 'refused'
  }
  return 'retry'
}

/** Reads an HTTP status that came without a JSON-RPC error. */
export function classifyHttpStatus(method: string, status: number): Fault {
  return method === 'eth_getLogs' && TOO_LARGE_STATUS.has(status) ? 'range' : 'retry'
}
