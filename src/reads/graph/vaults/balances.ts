import type { StakerLayer } from '../../../risk/graph/graph'
import { activeBalanceOf } from '../../../vaults/balances'
import { assetsFor } from '../../../vaults/v2/interest'
import { heldAt } from '../../at-block'
import { atTimeOf } from '../../at-time'
import { loadHeaders } from '../../block-times'
import { HOLDS_FOR_OTHERS } from '../../computed/people'
import type { ApiContext } from '../../context'
import { REASONS } from '../../vaults-v2/commitments'
import { loadVaultsV2 } from '../../vaults-v2/load'

/** What an account has in a vault, in base units of the collateral. */
export interface Balance {
  readonly staker: string
  readonly pool: string
  readonly amount: bigint
  /** Operator to whom the staker delegates other stake; null: none. */
  readonly operator: string | null
}

/** Balances, and why others are unknown and left out; null: none is. */
export interface Balances {
  readonly balances: readonly Balance[]
  readonly unknown: NonNullable<StakerLayer['unknown']> | null
}

/** Which balances to read: those that fit all given parts. */
export interface BalanceFilter {
  readonly pools?: readonly string[] | undefined
  readonly stakers?: readonly string[] | undefined
  /** Whether to leave out contracts that hold shares of vaults for others. Default: no. */
  readonly isPeople?: boolean
}

interface Row {
  readonly staker: string
  readonly pool: string
  readonly shares: string
  readonly version: number | null
  readonly active: string | null
  readonly all: string | null
  readonly operator: string | null
}

/**
 * What accounts have in vaults: Vault.activeBalanceOf, of version 3 what their shares are worth (VaultV2.convertToAssets).
 */
export async function loadBalances(
  context: ApiContext,
  block: number,
  { pools, stakers, isPeople = false }: BalanceFilter,
): Promise<Balances> {
  const rows = await context.query<Row>(
    `SELECT p.staker_id AS staker, p.vault_id AS pool, p.shares::text AS shares, v.version,
       v.active_stake::text AS active, v.active_shares::text AS "all", d.operator_id AS operator
     FROM vault_position p JOIN vault v ON v.key = p.vault_id AND ${heldAt('$1', 'v')}
     LEFT JOIN delegation d ON d.key = p.staker_id AND ${heldAt('$1', 'd')}
     WHERE ${heldAt('$1', 'p')} AND ($2::text[] IS NULL OR p.vault_id = ANY($2))
       AND ($3::text[] IS NULL OR p.staker_id = ANY($3))
       AND NOT ($4 AND EXISTS (SELECT FROM contract c
         WHERE c.key = p.staker_id AND ${heldAt('$1', 'c')} AND c.kind IN (${HOLDS_FOR_OTHERS})))
     ORDER BY p.vault_id, p.staker_id`,
    [block, pools ?? null, stakers ?? null, isPeople],
  )
  const priced = rows.some(({ version }) => version === 3) ? await pricesOf(context, block) : null
  const balances: Balance[] = []
  let unknown: Balances['unknown'] = null
  for (const { staker, pool, operator, ...row } of rows) {
    const found = row.version === 3 ? priced!(pool, BigInt(row.shares)) : balanceOf(row)
    if (typeof found === 'string') unknown ??= found
    else balances.push({ staker, pool, operator, amount: found })
  }
  return { balances, unknown }
}

function balanceOf({ shares, active, all }: Pick<Row, 'shares' | 'active' | 'all'>) {
  if (active === null || all === null) return 'CONSTANT_UNKNOWN'
  const vault = { activeStake: BigInt(active), activeShares: BigInt(all) }
  return activeBalanceOf(BigInt(shares), vault)!
}

/** What shares of a vault of version 3 are worth at a block, or why that is unknown. */
async function pricesOf(context: ApiContext, block: number) {
  const [header] = await loadHeaders(context, await context.head(), [block])
  const vaults = await loadVaultsV2(context, block)
  const prices = new Map(
    [...vaults.vaults.keys()].map((vault) => {
      return [vault, atTimeOf(header!, (now) => vaults.price(vault, now))] as const
    }),
  )
  return (vault: string, shares: bigint) => {
    const { value: known, nullReason } = prices.get(vault)!
    if (nullReason) return nullReason
    return known.unknown ? REASONS[known.unknown] : assetsFor(shares, known.value)
  }
}
