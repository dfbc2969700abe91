import { Client } from 'pg'
import type { Caller, EthCall } from '../contracts/calls'
import {
  decimals,
  getOperatorRestakedStrategies,
  sharesToUnderlyingView,
  underlyingToken,
} from '../contracts/view'
import { BEACON_CHAIN_ETH } from '../protocols/eigenlayer/deposits'
import { type PolledPool, type RestakedPools, readPollState, writePoll } from '../store/polls'

export interface PollerOptions {
  databaseUrl: string
  /** Blocks between two polls, above 0. */
  interval: number
  /** Asks contracts at a block. */
  callerAt(block: number): Caller
  onMessage(message: string): void
}

/** 1e18 shares. */
const WAD = 10n ** 18n

/**
 * Asks contracts what no event tells: rates and tokens of pools, and which pools the AVSs of the AVSDirectory count.
 *
 * Only at final blocks that are multiples of the interval, so that every index asks at the same ones; only the newest of
 * them, because the past needs an archive node. What is not answered is "unknown since", not none.
 */
export class Poller {
  private running: Promise<void> | null = null
  /** Highest block that needs no poll any more. */
  private done = -1

  constructor(private readonly options: PollerOptions) {}

  /** Polls if one is due. Called after commits; never throws, never runs twice at once. */
  offer(finalized: number): void {
    const { interval, onMessage } = this.options
    const due = Math.floor(finalized / interval) * interval
    if (this.running || due <= this.done || due <= 0) return
    this.running = this.poll(due)
      .then(() => {
        this.done = due
      })
      // The next commit offers again.
      .catch((error: Error) => onMessage(`the poll at block ${due} failed: ${error.message}`))
      .finally(() => {
        this.running = null
      })
  }

  /** Waits for the poll that runs, if one does. */
  async settled(): Promise<void> {
    await this.running
  }

  private async poll(block: number): Promise<void> {
    const client = new Client({
      connectionString: this.options.databaseUrl,
      application_name: 'linchpin poll',
    })
    client.on('error', () => {})
    await client.connect()
    try {
      const state = await readPollState(client, block, BEACON_CHAIN_ETH)
      if (state.last !== null && state.last >= block) return
      const counter = { questions: 0, unanswered: 0 }
      const ask = counted(this.options.callerAt(block), counter)
      const pools = await pollPools(ask, block, state.pools)
      const services = await pollServices(ask, block, state.services)
      await writePoll(client, block, counter, pools, services)
      const { questions, unanswered } = counter
      this.options.onMessage(
        `polled ${questions} values at block ${block}, ${unanswered} without answer`,
      )
    } finally {
      await client.end()
    }
  }
}

function counted(caller: Caller, counter: { questions: number; unanswered: number }): Caller {
  return async (calls) => {
    const answers = await caller(calls)
    counter.questions += calls.length
    counter.unanswered += answers.filter((answer) => answer === null).length
    return answers
  }
}

/** Answers read by a decoder; null where there is none, or one that does not fit. */
async function read<T>(
  ask: Caller,
  calls: readonly EthCall[],
  decode: (data: string) => T,
): Promise<(T | null)[]> {
  const answers = await ask(calls)
  return answers.map((data) => {
    if (data === null) return null
    try {
      return decode(data)
    } catch {
      return null
    }
  })
}

/** Pools whose answers changed. */
async function pollPools(
  ask: Caller,
  block: number,
  known: readonly PolledPool[],
): Promise<PolledPool[]> {
  const to = known.map(({ pool }) => pool)
  const data = sharesToUnderlyingView.encode({ shares: WAD })
  const rates = await read(
    ask,
    to.map((pool) => ({ to: pool, data })),
    (answer) => sharesToUnderlyingView.decodeResult(answer),
  )
  const tokenData = underlyingToken.encode({})
  const tokens = await read(
    ask,
    to.map((pool) => ({ to: pool, data: tokenData })),
    (answer) => underlyingToken.decodeResult(answer),
  )
  const named = [...new Set(tokens.filter((token): token is string => token !== null))]
  const decimalsData = decimals.encode({})
  const places = await read(
    ask,
    named.map((token) => ({ to: token, data: decimalsData })),
    (answer) => decimals.decodeResult(answer),
  )
  const placesOf = new Map(named.map((token, index) => [token, places[index] ?? null]))
  return known.flatMap((before, index) => {
    const rate = rates[index] ?? null
    const token = tokens[index]?.toLowerCase() ?? null
    const now: PolledPool = {
      pool: before.pool,
      rate: rate ?? before.rate,
      token: token ?? before.token,
      decimals: placesOf.get(tokens[index] ?? '') ?? before.decimals,
      unknownSinceBlock: rate === null ? (before.unknownSinceBlock ?? block) : null,
    }
    return isSame(before, now) && before.rate !== null ? [] : [now]
  })
}

/** Services whose answers changed. */
async function pollServices(
  ask: Caller,
  block: number,
  known: readonly RestakedPools[],
): Promise<RestakedPools[]> {
  const calls = known.map(({ operator, avs }) => ({
    to: avs,
    data: getOperatorRestakedStrategies.encode({ operator }),
  }))
  const lists = await read(ask, calls, (answer) =>
    getOperatorRestakedStrategies.decodeResult(answer),
  )
  return known.flatMap((before, index) => {
    const list = lists[index] ?? null
    const pools = list && [...new Set(list.map((pool) => pool.toLowerCase()))].sort()
    const now: RestakedPools = {
      ...before,
      pools: pools ?? before.pools,
      unknownSinceBlock: pools === null ? (before.unknownSinceBlock ?? block) : null,
    }
    return isSame(before, now) && (before.pools !== null || before.unknownSinceBlock !== null)
      ? []
      : [now]
  })
}

function isSame(a: PolledPool | RestakedPools, b: PolledPool | RestakedPools): boolean {
  return show(a) === show(b)
}

function show(value: PolledPool | RestakedPools): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}` : part))
}
