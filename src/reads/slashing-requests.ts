import { heldAt } from './at-block'
import type { ApiContext } from './context'

/** A slashing that a slasher with a veto asks for. */
export interface SlashingRequest {
  id: string
  operator: string
  /** Null: the AVS is not known. */
  operatorSet: string | null
  isPending: boolean
  /** In the order of the request; pool null: not known. */
  pools: { pool: string | null; wad: bigint }[]
  /** Pools that the core's operator set has at the block, by address. */
  setPools: string[]
}

/** Which requests: those that fit all that is given. */
interface RequestFilter {
  /** Its id; null: all that are pending. */
  request: string | null
  operator: string | null
  avs: string | null
}

/** Requests at the block, the first one first. */
export async function loadSlashingRequests(
  context: ApiContext,
  block: number,
  { request, operator, avs }: RequestFilter,
): Promise<SlashingRequest[]> {
  type Row = Omit<SlashingRequest, 'pools'> & { pools: { pool: string | null; wad: string }[] }
  const rows = await context.query<Row>(
    `SELECT r.key AS id, r.operator_id AS operator, r.operator_set_id AS "operatorSet",
       r.status = 'REQUESTED' AS "isPending",
       coalesce((SELECT json_agg(json_build_object('pool', p.pool_id, 'wad', p.wad::text) ORDER BY p.position)
         FROM slashing_request_pool p WHERE p.request_id = r.key AND ${heldAt('$1', 'p')}), '[]') AS pools,
       ARRAY(SELECT o.pool_id FROM operator_set_pool o
         WHERE o.operator_set_id = r.operator_set_id AND ${heldAt('$1', 'o')} ORDER BY o.pool_id) AS "setPools"
     FROM slashing_request r
     WHERE ${heldAt('$1', 'r')} AND CASE WHEN $2::text IS NULL THEN r.status = 'REQUESTED' ELSE r.key = $2 END
       AND ($3::text IS NULL OR r.operator_id = $3) AND ($4::text IS NULL OR split_part(r.operator_set_id, '/', 1) = $4)
     ORDER BY r.requested_at_block, r.slasher, r.request_id`,
    [block, request, operator, avs],
  )
  return rows.map(({ pools, ...row }) => ({
    ...row,
    pools: pools.map(({ pool, wad }) => ({ pool, wad: BigInt(wad) })),
  }))
}
