import { heldAt } from '../at-block'
import type { ApiContext, BlockPoint } from '../context'
import type { SlashableTime, SlashingScope } from './slashing-scope'

/** Later than any block. */
const NEVER = 2_147_483_647

/**
 * When networks could slash operators in vaults: while an operator was opted in to the network and to a vault, and for an epoch of the
 * vault after that, since a slashing reaches stake of one epoch ago; and since an adapter (version 3) guarantees for it.
 *
 * @param names only these operators, or networks
 * @returns null: an operator left a vault, the epoch of which is unknown
 */
export async function loadVaultTimes(
  context: ApiContext,
  { from, to }: { readonly from: number; readonly to: number },
  { operator, avs, operatorSet }: SlashingScope,
  names: { operators: readonly string[] } | { avss: readonly string[] },
  block: BlockPoint,
): Promise<SlashableTime[] | null> {
  const [column, keys] = 'operators' in names ? ['operator', names.operators] : ['avs', names.avss]
  // An opt-in is to a network, with all its subnetworks.
  const network = operatorSet === null ? null : operatorSet.replace(/^symbiotic-|\/.*$/g, '')
  const rows = await context.query<SlashableTime & { isUnknown: boolean }>(
    `WITH opted AS (
       SELECT r.operator_id AS operator, r.avs_id AS avs, v.epoch_duration AS epoch,
         greatest(r.from_block, o.from_block) AS first,
         least(coalesce(r.to_block, ${NEVER}), coalesce(o.to_block, ${NEVER})) AS "left"
       FROM avs_registration r JOIN vault_opt_in o ON o.operator_id = r.operator_id
       JOIN vault v ON v.key = '0x' || encode(o.vault, 'hex') AND ${heldAt('$3', 'v')}
         AND v.version IS DISTINCT FROM 3
       WHERE starts_with(r.key, 'symbiotic-')
     ), guaranteed AS (
       SELECT a.operator_id AS operator, replace(split_part(a.operator_set_id, '/', 1), 'symbiotic-', '') AS avs,
         min(a.from_block) AS first
       FROM vault_adapter a WHERE a.operator_id IS NOT NULL AND a.operator_set_id IS NOT NULL GROUP BY 1, 2
     ), found AS (
       SELECT operator, avs, first, "left" <= $1 AND epoch IS NULL AS "isUnknown",
         CASE WHEN "left" > $1 THEN $1 ELSE (
           SELECT max(b.block) FROM block b WHERE b.block_time <= (
             SELECT l.block_time FROM block l WHERE l.block = opted."left") + epoch * interval '1 second')
         END AS last
       FROM opted WHERE first < "left" AND first <= $1
       UNION ALL SELECT operator, avs, first, false, $1 FROM guaranteed WHERE first <= $1
     )
     SELECT operator, avs, first, least(last, $1) AS last, "isUnknown" FROM found
     WHERE ${column} = ANY($2) AND ($4::text IS NULL OR operator = $4)
       AND ($5::text IS NULL OR avs = $5) AND ($6::text IS NULL OR avs = $6)`,
    [to, keys, block.number, operator, avs, network],
  )
  if (rows.some(({ isUnknown }) => isUnknown)) return null
  return rows.flatMap(({ operator, avs, first, last }) => {
    return last >= from ? [{ operator, avs, first: Math.max(from, first), last }] : []
  })
}
