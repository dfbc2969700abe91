import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { MalformedAnswer, toLog, toQuantity } from '../normalize'
import { retryAfterMs } from '../provider/retry-after'
import type { Hex, RawLog } from '../types'
import type { LogQuery } from './log-query'

/** Addresses in one request: its body is limited to 256 KB. */
const MAX_ADDRESSES = 4_000
/** Consecutive answers without progress after which the portal is given up for a range. */
const ATTEMPTS = 4
const FIRST_PAUSE_MS = 250

export interface PortalOptions {
  /** Of the data set, for example https://portal.sqd.dev/datasets/ethereum-mainnet */
  url: string
  timeoutMs?: number
  /** Pause after the first answer without progress; it doubles. */
  pauseMs?: number
}

const FIELDS = {
  block: { number: true, hash: true },
  log: {
    address: true,
    topics: true,
    data: true,
    transactionHash: true,
    transactionIndex: true,
    logIndex: true,
  },
}

const LINE = z.object({
  header: z.object({ number: z.number().int(), hash: z.string() }),
  logs: z
    .array(z.looseObject({ transactionIndex: z.number().int(), logIndex: z.number().int() }))
    .default([]),
})

/** The portal has no answer now; the message holds no secret. */
class PortalUnavailable extends Error {}

/**
 * Logs of finalized blocks from an SQD Portal: `POST finalized-stream`, a line of JSON for each block. An answer may end
 * before the range does; its last line is the last block that it covers.
 *
 * The query throws PortalUnavailable or MalformedAnswer.
 */
export function createPortalQuery(options: PortalOptions): LogQuery {
  const { url, timeoutMs = 60_000, pauseMs = FIRST_PAUSE_MS } = options
  const portal = new Portal(`${url.replace(/\/+$/, '')}/finalized-stream`, timeoutMs)
  return async (addresses, from, to, signal) => {
    const found: RawLog[] = []
    for (let start = 0; start < addresses.length; start += MAX_ADDRESSES) {
      const some = addresses.slice(start, start + MAX_ADDRESSES)
      let failures = 0
      for (let at = from; at <= to; ) {
        const { next, reason } = await portal.readSome(some, at, to, found, signal)
        failures = next > at ? 0 : failures + 1
        if (failures >= ATTEMPTS) throw new PortalUnavailable(`the portal ${reason}`)
        if (failures > 0) {
          await wait(pauseMs * 2 ** (failures - 1), undefined, signal ? { signal } : {})
        }
        at = next
      }
    }
    return found
  }
}

class Portal {
  constructor(
    private readonly target: string,
    private readonly timeoutMs: number,
  ) {}

  /**
   * Adds the logs of one answer to `found`.
   * @returns the block after the last that the answer covers, and why it covers no more
   */
  async readSome(
    addresses: readonly Hex[],
    from: number,
    to: number,
    found: RawLog[],
    signal?: AbortSignal,
  ): Promise<{ next: number; reason: string }> {
    const body = {
      type: 'evm',
      fromBlock: from,
      toBlock: to,
      fields: FIELDS,
      logs: [{ address: addresses }],
    }
    let next = from
    try {
      for await (const line of this.lines(body, signal)) {
        const { number, logs } = readLine(line, new Set(addresses))
        if (number < next || number > to) {
          throw new MalformedAnswer(`the portal sent block ${number} for blocks ${next} to ${to}`)
        }
        for (const log of logs) found.push(log)
        next = number + 1
      }
      return { next, reason: 'ends its answer before the first block' }
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof MalformedAnswer) throw error
      const reason = error instanceof PortalUnavailable ? error.message : 'cut its answer off'
      return { next, reason }
    }
  }

  /** Whole lines of one answer; those before a cut count. */
  private async *lines(body: object, signal?: AbortSignal): AsyncGenerator<string> {
    const timeout = AbortSignal.timeout(this.timeoutMs)
    const response = await fetch(this.target, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip' },
      body: JSON.stringify(body),
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    })
    if (response.status === 204) throw new PortalUnavailable('has no block of the range yet')
    if (response.status !== 200 || !response.body) {
      const pause = retryAfterMs(response.headers.get('retry-after'))
      if (pause > 0) await wait(pause, undefined, signal ? { signal } : {})
      throw new PortalUnavailable(`answers HTTP ${response.status}`)
    }
    let rest = ''
    const text = response.body.pipeThrough(new TextDecoderStream())
    for await (const chunk of text as unknown as AsyncIterable<string>) {
      const parts = (rest + chunk).split('\n')
      rest = parts.pop()!
      for (const line of parts) if (line !== '') yield line
    }
    if (rest !== '') yield rest
  }
}

function readLine(text: string, wanted: ReadonlySet<Hex>): { number: number; logs: RawLog[] } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    // The last line of an answer that was cut off.
    throw new PortalUnavailable('cut its answer off')
  }
  const parsed = LINE.safeParse(json)
  if (!parsed.success) throw new MalformedAnswer('the portal sent a line that is not a block')
  const { header, logs } = parsed.data
  const block = { blockNumber: toQuantity(header.number), blockHash: header.hash }
  return {
    number: header.number,
    logs: logs.map((log) => {
      const position = {
        transactionIndex: toQuantity(log.transactionIndex),
        logIndex: toQuantity(log.logIndex),
      }
      const read = toLog({ ...log, ...block, ...position })
      if (wanted.has(read.address)) return read
      throw new MalformedAnswer(`the portal sent a log of ${read.address}, which was not requested`)
    }),
  }
}
