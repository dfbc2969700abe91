import { heldAt } from '../../reads/at-block'
import type { StakeScope } from './file'
import type { Query } from './rule'

/** Stake that is compared with each other: that of a pool, or what the operators of an operator set have in one pool of it. */
export interface StakeGroup {
  /** `<pool>` or `<avs>/<set id>-<pool>`. */
  group: string
  /** Null: all of the pool. */
  operatorSet: string | null
  pool: string
}

/** SQL of the delegated stake of each operator at block $1, in the groups of the keys $2 (null: all). Further parameters: `scopeParams`. */
export const stakesSql = ({ by }: StakeScope) => (by === 'pool' ? OF_POOLS : OF_SETS)

const OF_POOLS = `SELECT operator_id AS operator, pool_id AS "group", NULL AS "operatorSet", pool_id AS pool, shares,
    sum(shares) OVER (PARTITION BY pool_id) AS total
  FROM operator_stake WHERE ${heldAt('$1')} AND ($2::text[] IS NULL OR pool_id = ANY ($2))
    AND ($3::text[] IS NULL OR pool_id = ANY ($3)) AND $4::text[] IS NULL AND $5::text[] IS NULL`

/** As AVSs count it: operators that are registered, in the pools that the operator set accepts (basis REGISTERED). */
const OF_SETS = `SELECT s.operator_id AS operator, p.operator_set_id || '-' || p.pool_id AS "group",
    p.operator_set_id AS "operatorSet", p.pool_id AS pool, s.shares,
    sum(s.shares) OVER (PARTITION BY p.operator_set_id, p.pool_id) AS total
  FROM operator_set_pool p JOIN avs_registration r ON r.operator_set_id = p.operator_set_id AND ${heldAt('$1', 'r')}
    JOIN operator_stake s ON s.operator_id = r.operator_id AND s.pool_id = p.pool_id AND ${heldAt('$1', 's')}
  WHERE ${heldAt('$1', 'p')} AND ($2::text[] IS NULL OR p.pool_id = ANY ($2) OR p.operator_set_id = ANY ($2))
    AND ($3::text[] IS NULL OR p.pool_id = ANY ($3)) AND ($4::text[] IS NULL OR p.operator_set_id = ANY ($4))
    AND ($5::text[] IS NULL OR split_part(p.operator_set_id, '/', 1) = ANY ($5))`

/** Runs SQL over `stakesSql`. @param more parameters from $6 on */
export function queryStakes<T>(
  query: Query,
  text: string,
  block: number,
  keys: string[] | null,
  { pools, operatorSets, avss }: StakeScope,
  more: unknown[] = [],
): Promise<T[]> {
  return query<T>(text, [block, keys, pools, operatorSets, avss, ...more])
}

/** Of a row `block`: pools whose stake changed and operator sets whose operators or pools did, as far as the rule is about them. */
export const touchedGroups =
  ({ by, pools }: StakeScope) =>
  (kind: string, data: Record<string, unknown>): string[] => {
    if (kind !== 'block') return []
    const changed = (data.stakePools ?? []) as string[]
    const mine = pools ? changed.filter((pool) => pools.includes(pool)) : changed
    return by === 'pool' ? mine : [...mine, ...((data.operatorSets ?? []) as string[])]
  }

/** The group that a key of it names. */
export function groupOf(group: string): StakeGroup {
  const at = group.lastIndexOf('-')
  const operatorSet = at < 0 ? null : group.slice(0, at)
  return { group, operatorSet, pool: group.slice(at + 1) }
}

/** Whether the group is among what was touched; null: everything. */
export function isAmong({ operatorSet, pool }: StakeGroup, keys: readonly string[] | null) {
  return (
    keys === null || keys.includes(pool) || (operatorSet !== null && keys.includes(operatorSet))
  )
}

/** Keys of what the group is: AVS, operator set and pool. */
export function subjectsOf({ operatorSet, pool }: StakeGroup): string[] {
  return operatorSet === null ? [pool] : [operatorSet.split('/')[0]!, operatorSet, pool]
}

/** Of what the group is, for the data of an alert. */
export function namesOf({ operatorSet, pool }: StakeGroup): Record<string, string> {
  return operatorSet === null ? { pool } : { operatorSet, pool }
}
