import { toList, toLog, toQuantity } from '../normalize'
import type { Rpc } from '../provider/rpc'
import type { RawLog } from '../types'
import { type SealedHeader, toSealedHeader } from '../verify/header'
import { inLogOrder } from '../verify/logs'
import { numbersOf } from '../verify/read-headers'
import type { BlockRange } from './block-range'

/** All logs of a range of blocks as one provider gives them. */
export interface HeadAnswer {
  /** Scheme and host. */
  provider: string
  /** In log order, each with the JSON that it was parsed from. */
  logs: { raw: unknown; log: RawLog }[]
  /** Of the blocks of the range that the provider has. */
  headers: SealedHeader[]
}

/** Reads all logs of a range, and the headers of its blocks, from one provider. */
export async function readHeadAnswer(
  rpc: Rpc,
  [from, to]: BlockRange,
  signal: AbortSignal,
): Promise<HeadAnswer> {
  const range = { fromBlock: toQuantity(from), toBlock: toQuantity(to) }
  const calls = [
    { method: 'eth_getLogs', params: [range] },
    ...numbersOf(from, to).map((number) => ({
      method: 'eth_getBlockByNumber',
      params: [toQuantity(number), false],
    })),
  ]
  let answering = ''
  const [logs, ...headers] = await rpc.batch<unknown>(calls, {
    signal,
    // One provider may be behind another, or on another branch.
    together: true,
    parse: (result, { method }, provider) => {
      answering = provider
      return method === 'eth_getLogs'
        ? toList(result, (raw) => ({ raw, log: toLog(raw) }))
        : result && toSealedHeader(result)
    },
  })
  return {
    provider: answering,
    logs: (logs as HeadAnswer['logs']).sort((a, b) => inLogOrder(a.log, b.log)),
    headers: (headers as (SealedHeader | null)[]).filter((header) => header !== null),
  }
}
