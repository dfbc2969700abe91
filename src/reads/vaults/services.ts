import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import type { Protocol } from './commitments'

/** Operators and services that are registered, by id. */
export interface Registered {
  readonly operators: readonly string[]
  readonly services: readonly string[]
}

/**
 * Operators and services that are registered with each protocol at a block. EigenLayer has no registration of AVSs: those that it
 * named.
 */
export async function loadRegistered(
  context: Pick<ApiContext, 'query'>,
  block: number,
): Promise<Record<Protocol, Registered>> {
  const keys = async (column: string, table: string, where: string) => {
    const rows = await context.query<{ id: string }>(
      `SELECT ${column} AS id FROM ${table} WHERE ${heldAt('$1')} AND ${where} ORDER BY 1`,
      [block],
    )
    return rows.map(({ id }) => id)
  }
  const isRegistered = 'registered_at_block IS NOT NULL'
  const isOfSymbiotic = `${isRegistered} AND protocol = 'SYMBIOTIC'`
  return {
    EIGENLAYER: {
      operators: await keys('key', 'operator', isRegistered),
      services: await keys('key', 'avs', "protocol = 'EIGENLAYER'"),
    },
    SYMBIOTIC: {
      operators: await keys('operator_id', 'operator_profile', isOfSymbiotic),
      services: await keys('avs_id', 'avs_profile', isOfSymbiotic),
    },
  }
}

/** Tokens that pools of both protocols hold at a block, by id. */
export async function loadAssetsInBoth(
  context: Pick<ApiContext, 'query'>,
  block: number,
): Promise<string[]> {
  const rows = await context.query<{ id: string }>(
    `SELECT asset_id AS id FROM pool WHERE ${heldAt('$1')} AND asset_id IS NOT NULL
     GROUP BY asset_id HAVING count(DISTINCT protocol) = 2 ORDER BY asset_id`,
    [block],
  )
  return rows.map(({ id }) => id)
}

/** Accounts with deposit shares of EigenLayer and shares of a vault at a block. */
export async function countStakersInBoth(
  context: Pick<ApiContext, 'query'>,
  block: number,
): Promise<number> {
  const [row] = await context.query<{ count: number }>(
    `SELECT count(DISTINCT p.staker_id)::int AS count FROM vault_position p
     JOIN stake s ON s.staker_id = p.staker_id AND ${heldAt('$1', 's')} AND s.deposit_shares > 0
     WHERE ${heldAt('$1', 'p')} AND p.shares > 0`,
    [block],
  )
  return row!.count
}
