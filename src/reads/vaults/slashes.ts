import type { Slashes } from '../../vaults/commitments'
import type { ExecutedSlash } from '../../vaults/slashable'
import { heldAt } from '../at-block'
import type { ApiContext } from '../context'

/** What was slashed of the stake of each operator up to a block. */
export async function loadSlashes(
  context: Pick<ApiContext, 'query'>,
  block: number,
): Promise<Slashes> {
  const rows = await context.query<{
    vault: string
    set: string
    operator: string
    capture: string
    accounted: string
    time: string
  }>(
    `SELECT s.vault_id AS vault, s.operator_set_id AS set, s.operator_id AS operator,
       s.capture_timestamp::text AS capture, s.accounted::text AS accounted,
       extract(epoch FROM b.block_time)::int8::text AS time
     FROM vault_slashing s JOIN block b ON b.block = s.resolved_at_block
     WHERE ${heldAt('$1', 's')} AND s.accounted IS NOT NULL AND s.vault_id IS NOT NULL
       AND s.capture_timestamp IS NOT NULL
     ORDER BY s.resolved_at_block`,
    [block],
  )
  const found = new Map<string, Map<string, Map<string, ExecutedSlash[]>>>()
  for (const { vault, set, operator, capture, accounted, time } of rows) {
    const bySet = found.get(vault) ?? new Map<string, Map<string, ExecutedSlash[]>>()
    found.set(vault, bySet)
    const byOperator = bySet.get(set) ?? new Map<string, ExecutedSlash[]>()
    bySet.set(set, byOperator)
    const slashes = byOperator.get(operator) ?? []
    byOperator.set(operator, slashes)
    slashes.push({
      time: BigInt(time),
      captureTimestamp: BigInt(capture),
      accounted: BigInt(accounted),
    })
  }
  return found
}
