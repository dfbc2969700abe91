import { MalformedAnswer, parseQuantity, toQuantity } from '../normalize'
import type { Rpc } from '../provider/rpc'
import { type SealedHeader, toSealedHeader } from './header'

/** Headers of blocks that exist, in the order of the numbers. */
export function readHeaders(
  rpc: Rpc,
  numbers: readonly number[],
  signal?: AbortSignal,
): Promise<SealedHeader[]> {
  const calls = numbers.map((number) => ({
    method: 'eth_getBlockByNumber',
    params: [toQuantity(number), false],
  }))
  return rpc.batch(calls, {
    ...(signal && { signal }),
    parse: (result, call) => {
      const header = toSealedHeader(result)
      if (header.number === parseQuantity(call.params[0])) return header
      throw new MalformedAnswer(`got block ${header.number}, requested ${Number(call.params[0])}`)
    },
  })
}

/** The block numbers of a range, ends included. */
export function numbersOf(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at)
}
