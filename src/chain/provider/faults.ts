import type { RpcErrorBody } from '../jsonrpc'
import { RPC_CODE } from '../jsonrpc'

/**
 * What to do about a failed call.
 * - `split`: repeat it with a smaller range.
 * - `retry`: repeat it, at another provider first: a transient failure.
 * - `absent`: the same; the provider is healthy, but does not have the block yet.
 * - `lacking`: another provider; this one does not keep history that old.
 * - `denied`: another provider; this one does not accept our key or plan.
 * - `refused`: another provider; this one never answers such a call.
 * - `unknown`: as `retry`; the error is not classified yet, so it is logged.
 */
export type Fault = 'split' | 'retry' | 'absent' | 'lacking' | 'denied' | 'refused' | 'unknown'

/** Faults of the provider itself, which count for its circuit breaker. */
export const UNHEALTHY: ReadonlySet<Fault> = new Set(['retry', 'denied', 'unknown'])

/** Rate limits have many codes; these messages distinguish them from limits on the size of a range. */
const THROTTLED =
  /\brate\b|\brequests? (per|count|limit)|request limit|\bRPS\b|too many (requests?|connections)|compute units|throughput|quota|credits|capacity|daily limit|monthly limit|too much load|(server|node) (is )?busy|\d+ ?\/ ?(s|sec|second|min|minute)\b/i

/** Messages of providers for eth_getLogs answers that are too large, or ranges too wide. */
const TOO_LARGE = [
  /returned more than/i,
  /(response|logs?|result|payload|query)s?( set)?( is| are| size)? too (big|large|many|long)/i,
  /too many (logs|results|blocks)/i,
  /ranges? (is |was |are )?too (wide|large|big|high|long)/i,
  /(wide|large|big) (block|log)s? range/i,
  /range (limit|should work|size)/i,
  /response size/i,
  /limited to [^.]*\d/i,
  /max(imum)?( allowed)?( block)?( query)? ?range/i,
  /maximum( number of blocks)? (is set|allowed)/i,
  /(block )?range (is )?(greater|larger|bigger|more) than/i,
  /blocks distance/i,
  /number of requested blocks/i,
  /exceed(s|ed)?( the| maximum| max| defined| allowed)*( block| query| log| server| response)* (range|limit|results|size)/i,
  /range [\d,]* ?(exceeds|is bigger than)/i,
  /(block )?ranges? exceeds/i,
  /ranges? over [\d,]+/i,
  /up to an? [\d,]+k? block/i,
  /at most [\d,]+ blocks/i,
  /smaller than size/i,
  /with (this|the) (block )?range/i,
  /(narrow|reduce|reducing|restrict|limit) (your|the) (filter|block range|range|query|fromBlock)/i,
  /smaller (block )?range|try a smaller/i,
  /logs matched/i,
  /max (logs|results)/i,
  // The node's own timeout, not the connection's: the search is too expensive.
  /query (timeout|timed out)|request timed out|request timeout on|execution (aborted|timeout)|log search timed? ?out/i,
]

/** The provider does not have the requested block yet. */
const ABSENT =
  /header (is )?not found|header for hash not found|block (is )?not found|unknown block|block (number |is )?out of range|beyond (the )?(current )?head|(not|in)available.{0,20}pending|could not find block|block #?\w+ not found|after last accepted block|unfinalized data|latest block not found|(future|ahead of) block|not (yet )?(been )?(imported|synced)/i

const LACKING =
  /missing trie node|pruned|pruning|archive|(historical|required) (state|data|history)|state (is )?(not|un)available|history (is )?(not|un)available|(receipts?|logs?|blocks?|history|data) (is |are )?(not|no longer|un)available|too old|before (the )?(earliest|oldest)|ancient block|distance to target block exceeds|no (state|history|data|receipts?) available/i

const DENIED =
  /unauthori[sz]ed|authenticat|forbidden|(invalid|missing|wrong|unknown|bad) (project|api|access|jwt|auth)[ -]?(id|key|token|secret)?|api[ -]?key|access (denied|token)|not allowed to access|permission|not whitelisted to|payment required|subscription|(tenant|app|project|account|endpoint) (is )?(disabled|inactive|suspended|blocked|not found)|billing|(current|free|your)[ -](plan|tier)|freetier|upgrade/i

/** Messages for calls that the contract reverts; repeating them gives the same. */
const REVERTED =
  /revert|vm execution error|invalid (opcode|jump)|out of gas|stack (under|over)flow|bad instruction/i

const REFUSED =
  /method (\S+ )?(is )?(not (found|supported|available|allowed|whitelisted|exist)|does not exist|disabled|unsupported)|(unsupported|unknown|no such|unrecogni[sz]ed|disabled) method|does not exist\/is not available|not included in your current plan|module .*(disabled|not enabled)/i

/** Transient failures of a provider. */
const TRANSIENT =
  /internal (server |json-?rpc |rpc )?error|temporar|try again|please retry|timed? ?out|timeout|deadline|unavailable|(bad|upstream|gateway) (gateway|error|request)|no (available|healthy)|not (currently )?healthy|backend|overload|server error|connection|reset|eof\b|limit exceeded|limit reached|resource exhausted|could not (fetch|process)|failed to (fetch|get|parse)|canceled|cancelled|syncing|network error/i

const RATE_CODES: ReadonlySet<number> = new Set([429, -32016, -32097, -32029, RPC_CODE.LIMIT])

/** Tried in this order: messages are more specific than codes. */
const BY_TEXT: readonly (readonly [Fault, RegExp])[] = [
  ['refused', REFUSED],
  ['absent', ABSENT],
  ['lacking', LACKING],
  ['denied', DENIED],
]

/**
 * Classifies a JSON-RPC error. No fault ends the client: that would turn a transient failure into an outage.
 *
 * @param status of the HTTP answer, if the error came as its whole body
 */
export function classifyRpcError(method: string, error: RpcErrorBody, status = 200): Fault {
  if (method === 'eth_call' && isRevert(error)) return 'refused'
  const text = errorText(error)
  if (method === 'eth_getLogs' && isTooLarge(text)) return 'split'
  // A call that cannot be split is retried.
  if (THROTTLED.test(text) || isTooLarge(text)) return 'retry'
  for (const [fault, words] of BY_TEXT) if (words.test(text)) return fault
  if (error.code === RPC_CODE.METHOD_NOT_FOUND) return 'refused'
  const byStatus = classifyHttpStatus(method, status)
  if (byStatus !== 'unknown') return byStatus
  if (error.code === RPC_CODE.INTERNAL || RATE_CODES.has(error.code)) return 'retry'
  if (TRANSIENT.test(text)) return 'retry'
  return error.code === RPC_CODE.INVALID_PARAMS ? 'refused' : 'unknown'
}

/** Whether the contract reverted an eth_call. */
export function isRevert({ code, message }: RpcErrorBody): boolean {
  return code === 3 || REVERTED.test(message)
}

/** Classifies an HTTP status that came without a JSON-RPC error. */
export function classifyHttpStatus(method: string, status: number): Fault {
  if (status === 413) return method === 'eth_getLogs' ? 'split' : 'retry'
  if (status === 401 || status === 402 || status === 403) return 'denied'
  if (status === 408 || status === 425 || status === 429 || status >= 500) return 'retry'
  return 'unknown'
}

/** Whether a failure says that there were too many calls, which smaller calls do not cure. */
export function isThrottled(reason: string): boolean {
  return reason === 'HTTP 429' || THROTTLED.test(reason)
}

/** Message of an error with its `data`, where some providers put the useful part. */
export function errorText({ message, data }: RpcErrorBody): string {
  if (data === undefined || data === null) return message
  const more = typeof data === 'string' ? data : JSON.stringify(data)
  return `${message} ${more.slice(0, 500)}`
}

/** Messages that match both kinds of limit count as too large only if they name blocks or logs: a rate has numbers too. */
function isTooLarge(text: string): boolean {
  if (!TOO_LARGE.some((pattern) => pattern.test(text))) return false
  return (
    !THROTTLED.test(text) || /\b(blocks?|logs?|results?) (range|limit|size)|block range/i.test(text)
  )
}
