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
}

/** Tokens, decimals and rates that polls of pool contracts returned (entity PolledPool), by pool. */
export async function loadPolledPools(
  context: ApiContext,
  block: number,
): Promise<Map<string, PoolInfo>> {
  const rows = await context.query<{
    pool: string
    rate: string | null
    token: string | null
    decimals: number | null
  }>(
    `SELECT key AS pool, rate::text AS rate, '0x' || encode(token, 'hex') AS token, decimals
     FROM polled_pool WHERE ${heldAt('$1')}`,
    [block],
  )
  return new Map(
    rows.map(({ pool, rate, token, decimals }) => [
      pool,
      { asset: token, decimals, rate: rate === null ? null : BigInt(rate) },
    ]),
  )
}
