import { setTimeout as wait } from 'node:timers/promises'
import { MalformedAnswer, toList, toLog, toQuantity } from '../normalize'
import type { CallOptions } from '../provider/call-options'
import type { Rpc } from '../provider/rpc'
import type { Hex, RawLog } from '../types'

/** Pause before a range is requested again when no provider has its last block. */
const BEHIND_MS = 500

export interface LogRequest {
  filter: { address?: readonly Hex[]; topics?: readonly (readonly Hex[] | null)[] }
  /** Whether the filter lets a log pass; blocks are checked without it. */
  isWanted: (log: RawLog) => boolean
  from: number
  to: number
  /** How often a range is requested whose last block no provider has. */
  attempts: number
  /** Further options of the call. */
  call?: Pick<CallOptions<unknown>, 'attempts' | 'isOptional'>
  signal: AbortSignal | undefined
}

/**
 * One eth_getLogs call, with the provider that answered it. Its answer counts only together with the last block of the range.
 * Throws as `Rpc.batch`.
 */
export async function requestLogs(
  rpc: Rpc,
  { filter, isWanted, from, to, attempts, call: options, signal }: LogRequest,
): Promise<{ logs: RawLog[]; provider: string }> {
  const range = { fromBlock: toQuantity(from), toBlock: toQuantity(to) }
  const calls = [
    { method: 'eth_getLogs', params: [{ ...filter, ...range }] },
    { method: 'eth_getBlockByNumber', params: [toQuantity(to), false] },
  ]
  for (let attempt = 1; ; attempt++) {
    let by = ''
    const [logs, end] = await rpc.batch<unknown>(calls, {
      ...options,
      ...(signal && { signal }),
      // A node that is behind answers a range that it does not have with no logs.
      together: true,
      parse: (result, call, provider) => {
        by = provider
        return call.method === 'eth_getLogs' ? parseLogs(result, isWanted, from, to) : result
      },
    })
    if (end !== null) return { logs: logs as RawLog[], provider: by }
    if (attempt >= attempts) throw new Error(`${rpc.preferred()} does not have block ${to} yet`)
    await wait(BEHIND_MS, undefined, signal ? { signal } : {})
  }
}

/** Parses logs. @throws MalformedAnswer for a log that was not requested */
function parseLogs(
  result: unknown,
  isWanted: (log: RawLog) => boolean,
  from: number,
  to: number,
): RawLog[] {
  const logs = toList(result, toLog)
  const stray = logs.find((log) => !isWanted(log) || log.blockNumber < from || log.blockNumber > to)
  if (!stray) return logs
  throw new MalformedAnswer(
    `log ${stray.blockNumber}/${stray.logIndex} was not requested (blocks ${from} to ${to})`,
  )
}
