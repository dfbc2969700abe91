import type { ApiContext } from '../context'
import type { BlockState } from '../graph/stakes'

/** The first owner, admin, beacon or implementation of a contract is part of its deployment, not a change. */
const IS_DEPLOYMENT = `kind IN ('UPGRADE', 'BEACON_UPGRADE', 'BEACON', 'PROXY_ADMIN', 'OWNER')
  AND (before IS NULL OR before = '0x0000000000000000000000000000000000000000')`

/** UpgradeableBeacon emits nothing when it is made: its first Upgraded changes the contracts that follow it by then. */
const IS_FOLLOWED_BEACON = `kind = 'BEACON_UPGRADE' AND EXISTS (SELECT 1 FROM governance_change f
  WHERE f.kind = 'BEACON' AND f.after = governance_change.contract_id AND f.id < governance_change.id
    AND NOT EXISTS (SELECT 1 FROM governance_change l
      WHERE l.kind = 'BEACON' AND l.contract_id = f.contract_id AND l.id > f.id AND l.id < governance_change.id))`

/** The slasher that a set is created with (AllocationManager.createOperatorSets). A migrated set existed before. */
const IS_CREATION = `kind = 'SLASHER' AND before IS NULL AND EXISTS (SELECT 1 FROM operator_set o
  WHERE o.key = subject AND o.created_at_block = governance_change.block)`

/** The first ejector and churn approver of a coordinator: they replace nobody. */
const IS_FIRST_OF_QUORUMS = `(kind = 'ROLE' AND before = '0x0000000000000000000000000000000000000000')`

/** The first resolver of a subnetwork, middleware of a network and curator of a vault; roles that a contract is made with. */
const IS_VAULT_SETTING = `(kind IN ('RESOLVER', 'MIDDLEWARE', 'CURATOR') AND before IS NULL) OR (kind = 'ROLE'
  AND NOT EXISTS (SELECT 1 FROM contract c WHERE c.key = contract_id AND c.from_block < governance_change.block))`

const IS_FIRST = `((${IS_DEPLOYMENT} AND NOT (${IS_FOLLOWED_BEACON})) OR (${IS_CREATION}) OR ${IS_FIRST_OF_QUORUMS} OR ${IS_VAULT_SETTING})`

/** Changes of one kind. */
export interface ChangeCount {
  kind: string
  /** All of them, first settings included. */
  count: number
  /** First settings of contracts and operator sets. */
  first: number
  lastBlock: number
}

/** Governance changes by kind, after the block `from` and up to the block. */
export function loadChangeCounts(
  context: ApiContext,
  { number }: BlockState,
  from: number,
): Promise<ChangeCount[]> {
  return context.query<ChangeCount>(
    `SELECT kind, count(*)::int AS count, count(*) FILTER (WHERE ${IS_FIRST})::int AS first,
       max(block) AS "lastBlock"
     FROM governance_change WHERE block > $1 AND block <= $2 GROUP BY kind ORDER BY kind`,
    [from, number],
  )
}

/** A slashing, and the governance changes before it. */
export interface SlashingAfterChanges {
  id: string
  block: number
  operator: string
  set: string
  changes: number
  /** Changes of the set, its AVS or the operator. */
  own: number
}

/**
 * Slashings up to the block, latest first, with the governance changes in the `seconds` before each, by block time. First
 * settings of contracts and operator sets do not count.
 */
export function loadSlashingsAfterChanges(
  context: ApiContext,
  { number }: BlockState,
  seconds: number,
  { limit, offset }: { limit: number; offset: number },
): Promise<SlashingAfterChanges[]> {
  return context.query<SlashingAfterChanges>(
    `SELECT s.id, s.block, s.operator_id AS operator, s.operator_set_id AS set, c.changes, c.own
     FROM (SELECT * FROM slashing WHERE block <= $1 ORDER BY id DESC LIMIT $3 OFFSET $4) s, LATERAL (
       SELECT count(*)::int AS changes, count(*) FILTER (WHERE subject IN
         (s.operator_set_id, split_part(replace(s.operator_set_id, 'symbiotic-', ''), '/', 1), s.operator_id))::int AS own
       FROM governance_change WHERE block <= s.block AND id < s.id AND NOT (${IS_FIRST})
         AND block_time >= s.block_time - make_interval(secs => $2)) c
     ORDER BY s.id DESC`,
    [number, seconds, limit, offset],
  )
}
