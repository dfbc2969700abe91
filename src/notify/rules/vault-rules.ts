import { heldAt } from '../../reads/at-block'
import type { StateRule } from './rule'

/**
 * Networks that may use a vault: of core v1 those with a limit above 0 (of a vault for one operator and network, the network's own
 * limit), of core V2 those of its adapters.
 */
const NETWORKS_SQL = `
  SELECT v.key AS vault, s.avs_id AS network FROM vault v
    JOIN network_limit l ON l.delegator = v.delegator AND ${heldAt('$1', 'l')}
    JOIN operator_set s ON s.key = l.operator_set_id AND ${heldAt('$1', 's')}
  WHERE ${heldAt('$1', 'v')} AND ($2::text[] IS NULL OR v.key = ANY ($2))
    AND CASE WHEN v.delegator_type = 'OPERATOR_NETWORK_SPECIFIC' THEN l.max_network_limit ELSE l.network_limit END > 0
  UNION SELECT a.vault_id, s.avs_id FROM vault_adapter a
    JOIN operator_set s ON s.key = a.operator_set_id AND ${heldAt('$1', 's')}
  WHERE ${heldAt('$1', 'a')} AND a.is_added AND ($2::text[] IS NULL OR a.vault_id = ANY ($2))`

/** At least so many networks may use a vault: a slashing by one of them takes stake that the others count on. */
export function sharedVault(networks: number, vaults: string[] | null): StateRule {
  return {
    touched(kind, data) {
      if (kind !== 'block') return []
      const changed = (data.vaults ?? []) as string[]
      return vaults === null ? changed : changed.filter((vault) => vaults.includes(vault))
    },
    async judge(query, block, keys) {
      const rows = await query<{ vault: string; networks: string[] }>(
        `SELECT vault, array_agg(network ORDER BY network) AS networks FROM (${NETWORKS_SQL}) used GROUP BY vault`,
        [block, keys ?? vaults],
      )
      return rows.map(({ vault, networks: found }) => ({
        subject: vault,
        fires: found.length >= networks,
        subjects: [vault, ...found],
        data: { vault, networks: found },
      }))
    },
  }
}
