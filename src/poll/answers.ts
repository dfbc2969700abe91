import type { Caller, EthCall } from '../contracts/calls'
import {
  decimals,
  getOperatorRestakedStrategies,
  sharesToUnderlyingView,
  underlyingToken,
} from '../contracts/view'
import type { PolledPool, RestakedPools } from '../store/polls'

/** 1e18 shares. */
const WAD = 10n ** 18n

/** Polls pools for rate, token and decimals. @returns those whose answers changed */
export async function pollPools(
  caller: Caller,
  block: number,
  known: readonly PolledPool[],
): Promise<PolledPool[]> {
  const pools = known.map(({ pool }) => pool)
  const rateData = sharesToUnderlyingView.encode({ shares: WAD })
  const rates = await read(caller, callsTo(pools, rateData), (data) =>
    sharesToUnderlyingView.decodeResult(data),
  )
  const tokens = await read(caller, callsTo(pools, underlyingToken.encode({})), (data) =>
    underlyingToken.decodeResult(data),
  )
  const named = [...new Set(tokens.filter((token): token is string => token !== null))]
  const answers = await read(caller, callsTo(named, decimals.encode({})), (data) =>
    decimals.decodeResult(data),
  )
  const decimalsOf = new Map(named.map((token, index) => [token, answers[index] ?? null]))
  return known.flatMap((before, index) => {
    const rate = rates[index] ?? null
    const token = tokens[index]?.toLowerCase() ?? null
    const now: PolledPool = {
      pool: before.pool,
      rate: rate ?? before.rate,
      token: token ?? before.token,
      decimals: decimalsOf.get(tokens[index] ?? '') ?? before.decimals,
      unknownSinceBlock: rate === null ? (before.unknownSinceBlock ?? block) : null,
    }
    return isEqual(before, now) && before.rate !== null ? [] : [now]
  })
}

/** Polls AVSs of the AVSDirectory for the pools that they count. @returns those whose answers changed */
export async function pollAvss(
  caller: Caller,
  block: number,
  known: readonly RestakedPools[],
): Promise<RestakedPools[]> {
  const calls = known.map(({ operator, avs }) => ({
    to: avs,
    data: getOperatorRestakedStrategies.encode({ operator }),
  }))
  const lists = await read(caller, calls, (data) =>
    getOperatorRestakedStrategies.decodeResult(data),
  )
  return known.flatMap((before, index) => {
    const list = lists[index] ?? null
    const pools = list && [...new Set(list.map((pool) => pool.toLowerCase()))].sort()
    const now: RestakedPools = {
      ...before,
      pools: pools ?? before.pools,
      unknownSinceBlock: pools === null ? (before.unknownSinceBlock ?? block) : null,
    }
    return isEqual(before, now) && (before.pools !== null || before.unknownSinceBlock !== null)
      ? []
      : [now]
  })
}

function callsTo(contracts: readonly string[], data: string): EthCall[] {
  return contracts.map((to) => ({ to, data }))
}

/** Decoded answers; null for no answer, or one that cannot be decoded. */
async function read<T>(
  caller: Caller,
  calls: readonly EthCall[],
  decode: (data: string) => T,
): Promise<(T | null)[]> {
  const answers = await caller(calls)
  return answers.map((data) => {
    if (data === null) return null
    try {
      return decode(data)
    } catch {
      return null
    }
  })
}

function isEqual<T extends PolledPool | RestakedPools>(a: T, b: T): boolean {
  return toText(a) === toText(b)
}

function toText(value: object): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}` : part))
}
