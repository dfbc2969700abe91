import type { RpcCall } from '../jsonrpc'
import { parseQuantity } from '../normalize'

/** Methods that answer null for what the provider does not have, while another may have it. */
const NULL_IF_MISSING: ReadonlySet<string> = new Set([
  'eth_getBlockByNumber',
  'eth_getBlockByHash',
  'eth_getTransactionReceipt',
])

/** Whether a result means that the provider does not have the block or receipt. */
export function isMissing({ method }: RpcCall, result: unknown): boolean {
  return result === null && NULL_IF_MISSING.has(method)
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
