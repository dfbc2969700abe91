import type { RpcCall } from '../jsonrpc'
import { parseQuantity, toHeader } from '../normalize'

/** Methods that answer null for what the provider does not have, while another may have it. */
const NULL_IF_MISSING: ReadonlySet<string> = new Set([
  'eth_getBlockByNumber',
  'eth_getBlockByHash',
  'eth_getTransactionReceipt',
  'eth_getBlockReceipts',
])

/** Whether a result means that the provider does not have the block or receipt. */
export function isMissing({ method }: RpcCall, result: unknown): boolean {
  return result === null && NULL_IF_MISSING.has(method)
}

/**
 * How a result is not the block, or not the receipts, that a call asks for; null: it may be, and the fault is another one.
 * @param result that the caller cannot use
 */
export function lackIn(call: RpcCall, result: unknown): string | null {
  if (isMissing(call, result)) return 'it answers null'
  if (call.method !== 'eth_getBlockByNumber') return null
  try {
    const { number } = toHeader(result)
    return number === blockOf(call) ? null : `it answers block ${number}`
  } catch {
    return null
  }
}

/** The block that a call asks for: its number, else its hash; null: none, or one that is named by a tag. */
export function blockNameOf(call: RpcCall): number | string | null {
  const hash = Object(call.params[0]).blockHash ?? call.params[0]
  return blockOf(call) ?? (typeof hash === 'string' && hash.startsWith('0x') ? hash : null)
}

/** Highest block number in the parameters of the calls; null if they name none by number. */
export function highestBlock(calls: readonly RpcCall[]): number | null {
  const numbers = calls.flatMap((call) => blockOf(call) ?? [])
  return numbers.length === 0 ? null : numbers.reduce((a, b) => Math.max(a, b))
}

function blockOf({ method, params: [first, second] }: RpcCall): number | undefined {
  switch (method) {
    case 'eth_getBlockByNumber':
    case 'eth_getBlockReceipts':
      return parseQuantity(first)
    case 'eth_call':
      return parseQuantity(second)
    case 'eth_getLogs':
      return parseQuantity(Object(first).toBlock)
  }
}
