import { WAD } from '../risk/math/wad'
import { heldAt } from './at-block'
import type { ApiContext } from './context'
import { NATIVE_POOL, type PoolInfo } from './pools'

/** What events said of all pools of both protocols at a block, by id. Amounts of vaults are tokens. */
export async function loadPoolInfos(
  context: Pick<ApiContext, 'query'>,
  block: number,
): Promise<Map<string, PoolInfo>> {
  const rows = await context.query<{
    id: string
    asset: string | null
    decimals: number | null
    rate: string | null
    isVault: boolean
  }>(
    `SELECT p.key AS id, coalesce(v.collateral_id, p.asset_id) AS asset, a.decimals,
       p.exchange_rate::text AS rate, v.key IS NOT NULL AS "isVault"
     FROM pool p LEFT JOIN vault v ON v.key = p.key AND ${heldAt('$1', 'v')}
     LEFT JOIN asset a ON a.key = coalesce(v.collateral_id, p.asset_id) AND ${heldAt('$1', 'a')}
     WHERE ${heldAt('$1', 'p')} ORDER BY p.key`,
    [block],
  )
  return new Map(
    rows.map(({ id, asset, decimals, rate, isVault }): [string, PoolInfo] => {
      if (isVault) return [id, { asset, decimals, rate: WAD, isAmount: true }]
      // Native ETH has no strategy contract: its shares are wei.
      if (id === NATIVE_POOL) return [id, { asset, decimals: 18, rate: WAD }]
      return [id, { asset, decimals, rate: rate === null ? null : BigInt(rate) }]
    }),
  )
}
