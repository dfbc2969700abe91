import type { RpcCall } from '../jsonrpc'
import { parseQuantity } from '../normalize'

/** Methods whose null means that the provider does not have the thing: another may. */
const MAY_LACK: ReadonlySet<string> = new Set([
  'eth_getBlockByNumber',
  'eth_getBlockByHash',
  'eth_getTransactionReceipt',
])

/** Whether this answer says that the provider does not have what was asked for. */
export function isAbsent({ method }: RpcCall, result: unknown): boolean {
  return result === null && MAY_LACK.has(method)
}

/** Highest block that the calls are about; null if they name none by number. */
export function highestBlock(calls: readonly RpcCall[]): number | null {
  const numbers = calls.flatMap((call) => numberOf(call) ?? [])
  return numbers.length === 0 ? null : numbers.reduce((a, b) => Math.max(a, b))
}

function numberOf({ method, params: [first, second] }: RpcCall): number | undefined {
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
