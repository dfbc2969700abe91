import { heldAt } from './at-block'
import type { ApiContext } from './context'

/** Pool of native ETH, whose shares are wei (DelegationManager.beaconChainETHStrategy). */
export const NATIVE_POOL = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'

/** What a pool holds. */
export interface PoolInfo {
  /** Token address; null: unknown. */
  asset: string | null
  /** Decimals of the token; null: unknown. */
  decimals: number | null
  /** Tokens per 1e18 shares; null: unknown. */
  rate: bigint | null
  /** Whether its amounts are tokens (a vault), so that the rate is fixed. Default: they are shares. */
  isAmount?: boolean
}

/** Where the rate of a pool is from, and of which block it is. */
export interface RateOrigin {
  source: 'EVENT' | 'POLL' | 'FIXED'
  /** Null: it holds at every block. */
  block: number | null
}

/** A pool with the newest rate at a block. */
export interface RatedPool extends PoolInfo {
  /** Null: the rate is unknown. */
  origin: RateOrigin | null
}

const POLLED_SQL = `
  SELECT q.key AS pool, q.rate::text AS rate, '0x' || encode(q.token, 'hex') AS token, q.decimals,
    (SELECT max(p.block) FROM poll p WHERE p.block <= $1
      AND (q.unknown_since_block IS NULL OR p.block < q.unknown_since_block)) AS block
  FROM polled_pool q WHERE ${heldAt('$1', 'q')}`

const EMITTED_SQL = `
  SELECT asked.pool, (SELECT max(e.block) FROM contract_event e
    WHERE e.name = 'ExchangeRateEmitted' AND e.address = decode(substr(asked.pool, 3), 'hex') AND e.block <= $1) AS block
  FROM unnest($2::text[]) AS asked (pool)`

/** What polls returned of a pool. */
export interface PolledRate {
  readonly rate: string | null
  readonly token: string | null
  readonly decimals: number | null
  /** Of the last poll that its contract answered. */
  readonly block: number
}

/**
 * Pools with the newest rate at or below a block: the last emitted one (entity Pool), or a later answer of the contract to a
 * poll (entity PolledPool), which sees the state at the end of its block. Where no event said what their tokens and decimals
 * are, those of the polls.
 *
 * @param pools ids, and what events said
 */
export async function loadNewestRates(
  context: Pick<ApiContext, 'query'>,
  block: number,
  ids: readonly string[],
  pools: readonly PoolInfo[],
): Promise<RatedPool[]> {
  const polledRows = await context.query<PolledRate & { pool: string }>(POLLED_SQL, [block])
  const polled = new Map(polledRows.map((row) => [row.pool, row]))
  const emittedRows = await context.query<{ pool: string; block: number | null }>(EMITTED_SQL, [
    block,
    ids,
  ])
  const emittedAt = new Map(emittedRows.map((row) => [row.pool, row.block]))
  return pools.map((pool, index) => {
    const id = ids[index]!
    const isFixed = id === NATIVE_POOL || pool.isAmount
    if (isFixed) return { ...pool, origin: { source: 'FIXED', block: null } }
    return rated(pool, emittedAt.get(id) ?? null, polled.get(id))
  })
}

/**
 * A pool with the newer of two rates.
 * @param emittedAt block at which it emitted its own; null: it never did
 */
export function rated(pool: PoolInfo, emittedAt: number | null, answer?: PolledRate): RatedPool {
  const known = {
    asset: pool.asset ?? answer?.token ?? null,
    decimals: pool.decimals ?? answer?.decimals ?? null,
  }
  const isNewer = pool.rate === null || (answer?.block ?? -1) >= (emittedAt ?? 0)
  if (answer?.rate != null && isNewer) {
    const origin: RateOrigin = { source: 'POLL', block: answer.block }
    return { ...known, rate: BigInt(answer.rate), origin }
  }
  const origin: RateOrigin | null =
    pool.rate === null ? null : { source: 'EVENT', block: emittedAt }
  return { ...known, rate: pool.rate, origin }
}
