import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import type { BlockState } from '../graph/stakes'

/** Contracts of one kind that run the same code. */
export interface VersionRow {
  kind: string
  /** Null: unknown, no event names it. Such contracts are in one row only if they share a beacon. */
  implementation: string | null
  /** Beacon of the contracts; null: they have none, or it is unknown. */
  beacon: string | null
  /** Number of contracts. */
  contracts: number
  /** Addresses of those that are strategies. */
  pools: string[]
}

/**
 * Versions of all contracts that are proxies or beacons by their events (Upgraded, BeaconUpgraded): by kind, then by number
 * of contracts, descending, then by implementation and beacon.
 */
export function loadVersions(context: ApiContext, { number }: BlockState): Promise<VersionRow[]> {
  return context.query<VersionRow>(
    `WITH held AS (SELECT key, kind, '0x' || encode(implementation, 'hex') AS implementation FROM contract
       WHERE ${heldAt('$1')}),
     behind AS (SELECT DISTINCT ON (contract_id) contract_id, "after" AS beacon FROM governance_change
       WHERE kind = 'BEACON' AND block <= $1 ORDER BY contract_id, id DESC),
     proxy AS (SELECT c.key, c.kind, b.beacon, coalesce(c.implementation, h.implementation) AS implementation
       FROM held c LEFT JOIN behind b ON b.contract_id = c.key AND c.implementation IS NULL
       LEFT JOIN held h ON h.key = b.beacon
       WHERE c.implementation IS NOT NULL OR b.beacon IS NOT NULL OR c.kind = 'BEACON')
     SELECT kind, implementation, beacon, count(*)::int AS contracts,
       coalesce(array_agg(key) FILTER (WHERE kind = 'STRATEGY'), '{}') AS pools
     FROM proxy
     GROUP BY kind, implementation, beacon, CASE WHEN coalesce(implementation, beacon) IS NULL THEN key END
     ORDER BY kind, contracts DESC, implementation, beacon, min(key)`,
    [number],
  )
}
