import { heldAt, valueAt } from '../at-block'
import type { ApiContext } from '../context'

/** A magnitude at two blocks, in parts of 1e18. */
export interface MagnitudeChange {
  readonly operator: string
  /** Null: the max magnitude of the operator in the pool. */
  readonly set: string | null
  readonly pool: string
  readonly before: bigint
  readonly after: bigint
}

type Raw = {
  [K in keyof MagnitudeChange]: MagnitudeChange[K] extends bigint ? string : MagnitudeChange[K]
}

const magnitude = (block: string) =>
  valueAt(block, {
    stored: 'stored_magnitude',
    pending: 'stored_magnitude + stored_diff',
    effectBlock: 'stored_effect_block',
  })

const allocated = (block: string) =>
  `SELECT key, operator_id, operator_set_id, pool_id, ${magnitude(block)} AS value
   FROM allocation WHERE ${heldAt(block)}`

const max = (block: string) =>
  `SELECT key, operator_id, NULL AS operator_set_id, pool_id, max AS value
   FROM operator_magnitude WHERE ${heldAt(block)}`

/** Rows of one of the two with another value in the other; a row that is not there has `otherwise`. */
const compared = (of: (block: string) => string, otherwise: string) =>
  `SELECT coalesce(a.operator_id, b.operator_id) AS operator,
     coalesce(a.operator_set_id, b.operator_set_id) AS set, coalesce(a.pool_id, b.pool_id) AS pool,
     coalesce(a.value, ${otherwise})::text AS before, coalesce(b.value, ${otherwise})::text AS after
   FROM (${of('$1::int')}) a FULL JOIN (${of('$2::int')}) b ON a.key = b.key
   WHERE coalesce(a.value, ${otherwise}) <> coalesce(b.value, ${otherwise})
   ORDER BY abs(coalesce(b.value, ${otherwise}) - coalesce(a.value, ${otherwise})) DESC, 1, 2, 3`

/** Magnitudes of allocations in effect at one block that differ at another, the largest change first. */
export function loadAllocationChanges(
  context: ApiContext,
  from: number,
  to: number,
): Promise<MagnitudeChange[]> {
  return load(context, compared(allocated, '0'), from, to)
}

/** Max magnitudes that differ, the largest change first: slashings lower them. */
export function loadMaxMagnitudeChanges(
  context: ApiContext,
  from: number,
  to: number,
): Promise<MagnitudeChange[]> {
  return load(context, compared(max, '1000000000000000000'), from, to)
}

async function load(context: ApiContext, sql: string, from: number, to: number) {
  const rows = await context.query<Raw>(sql, [from, to])
  return rows.map((row): MagnitudeChange => {
    return { ...row, before: BigInt(row.before), after: BigInt(row.after) }
  })
}
