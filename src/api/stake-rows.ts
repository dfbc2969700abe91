import type { ApiContext, BlockPoint } from './context'

/** Which stake counts. */
export type StakeBasis = 'DELEGATED' | 'REGISTERED'

/** Keys that narrow whose stake counts, and in which pool; lower-case. */
export interface StakeScope {
  pool: string | null
  avs: string | null
  /** `<avs>/<set id>`. */
  operatorSet: string | null
}

/** Shares that one operator has in one pool; pool null: it counts, and has nothing. */
export interface StakeRow {
  id: string
  pool: string | null
  amount: bigint
}

/** The rows of a scope, or null if the pool, AVS or operator set is not known at that block. */
export type StakeRows = readonly StakeRow[] | null

interface Row {
  known: boolean
  operator: string | null
  pool: string | null
  shares: string | null
}

/**
 * Loads who holds which shares at a block, each (operator, pool) once, in one statement.
 *
 * DELEGATED: `operator_stake` of the scope's pool, of all operators or of those registered to the
 * AVS or operator set. REGISTERED: of operators registered to an operator set that accepts the
 * pool; a registration by the AVSDirectory, which names no set, accepts every pool. Two sets that
 * accept one pool count its stake once (maximum, not sum).
 */
export async function loadStakeRows(
  context: ApiContext,
  block: BlockPoint,
  basis: StakeBasis,
  scope: StakeScope,
): Promise<StakeRows> {
  const params: unknown[] = []
  const bind = (value: unknown) => `$${params.push(value)}`
  const height = block.isHead ? null : bind(block.number)
  const at = (alias: string) =>
    height === null
      ? `${alias}.to_block IS NULL`
      : `${alias}.from_block <= ${height} AND (${alias}.to_block IS NULL OR ${alias}.to_block > ${height})`
  const pool = scope.pool === null ? null : bind(scope.pool)
  const avs = scope.avs === null ? null : bind(scope.avs)
  const set = scope.operatorSet === null ? null : bind(scope.operatorSet)

  const known = [
    ...(pool ? [`EXISTS (SELECT FROM pool k WHERE k.key = ${pool} AND ${at('k')})`] : []),
    ...(avs ? [`EXISTS (SELECT FROM avs k WHERE k.key = ${avs} AND ${at('k')})`] : []),
    ...(set ? [`EXISTS (SELECT FROM operator_set k WHERE k.key = ${set} AND ${at('k')})`] : []),
  ]
  const inPool = pool ? ` AND s.pool_id = ${pool}` : ''
  const inService = `${avs ? ` AND r.avs_id = ${avs}` : ''}${set ? ` AND r.operator_set_id = ${set}` : ''}`
  const everyone = `
    SELECT s.operator_id, s.pool_id, s.shares FROM operator_stake s WHERE ${at('s')}${inPool}`
  // Who counts, and in which pool; null: in every pool.
  const counted =
    basis === 'DELEGATED'
      ? `SELECT r.operator_id, NULL::text AS pool_id FROM avs_registration r
         WHERE ${at('r')}${inService}`
      : `SELECT r.operator_id, p.pool_id FROM avs_registration r
         LEFT JOIN operator_set_pool p ON p.operator_set_id = r.operator_set_id AND ${at('p')}
         WHERE ${at('r')}${inService}
           AND (r.operator_set_id IS NULL OR p.pool_id ${pool ? `= ${pool}` : 'IS NOT NULL'})`
  // DISTINCT, because an operator counts once however many sets or AVSs it is registered to.
  const registered = `
    SELECT DISTINCT c.operator_id, s.pool_id, s.shares FROM (${counted}) c
    LEFT JOIN operator_stake s ON s.operator_id = c.operator_id
      AND (c.pool_id IS NULL OR c.pool_id = s.pool_id) AND ${at('s')}${inPool}`
  const holdings = basis === 'DELEGATED' && !avs && !set ? everyone : registered

  const rows = await context.query<Row>(
    `SELECT k.known, h.operator_id AS operator, h.pool_id AS pool, h.shares::text AS shares
     FROM (SELECT ${known.join(' AND ') || 'true'} AS known) k
     LEFT JOIN (${holdings}) h ON k.known`,
    params,
  )
  if (!rows[0]?.known) return null
  return rows.flatMap(({ operator, pool: heldIn, shares }) =>
    operator === null ? [] : [{ id: operator, pool: heldIn, amount: BigInt(shares ?? 0) }],
  )
}
