import type { RpcCall } from '../jsonrpc'
import { parseQuantity } from '../normalize'

/** First and last block of a range. */
export type BlockRange = [from: number, to: number]

/** The range of an unfiltered `eth_getLogs` call as the SDK makes it; null for any other call. */
export function rangeOf({ method, params }: RpcCall): BlockRange | null {
  if (method !== 'eth_getLogs') return null
  const { fromBlock, toBlock, ...filter } = Object(params[0]) as Record<string, unknown>
  const [from, to] = [parseQuantity(fromBlock), parseQuantity(toBlock)]
  if (from === undefined || to === undefined || Object.keys(filter).length > 0) return null
  return from <= to ? [from, to] : null
}
