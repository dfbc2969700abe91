import type { AllocationDelay } from '../../risk/exits/captive-stake'
import { heldAt, valueAt } from '../at-block'
import type { ApiContext } from '../context'
import type { BlockState } from '../graph/stakes'
import { NATIVE_POOL } from '../pools'

/** Allocation delays of operators at a block; an operator without one and without a pending one is not in it. */
export async function loadAllocationDelays(
  context: ApiContext,
  { number }: BlockState,
): Promise<ReadonlyMap<string, AllocationDelay>> {
  const rows = await context.query<DelayRow>(
    `SELECT key, stored_delay::text AS stored, stored_pending_delay::text AS pending,
       stored_delay_effect_block::text AS "effectBlock"
     FROM operator WHERE ${heldAt('$1')} AND (stored_delay IS NOT NULL OR stored_pending_delay IS NOT NULL)`,
    [number],
  )
  const integer = (value: string | null) => (value === null ? null : Number(value))
  return new Map(
    rows.map(({ key, stored, pending, effectBlock }) => [
      key,
      {
        stored: integer(stored),
        pending: integer(pending),
        effectBlock: integer(effectBlock),
      },
    ]),
  )
}

interface DelayRow {
  key: string
  stored: string | null
  pending: string | null
  effectBlock: string | null
}

/** Magnitude in use by sets, by `<operator>-<pool>` (AllocationManager.getEncumberedMagnitude); absent: none. */
export async function loadEncumbered(
  context: ApiContext,
  { number }: BlockState,
): Promise<ReadonlyMap<string, bigint>> {
  const inUse = valueAt('$1', {
    stored: 'stored_magnitude + greatest(stored_diff, 0)',
    pending: 'stored_magnitude + stored_diff',
    effectBlock: 'stored_effect_block',
  })
  const rows = await context.query<{ key: string; used: string }>(
    `SELECT operator_id || '-' || pool_id AS key, sum(${inUse})::text AS used
     FROM allocation WHERE ${heldAt('$1')} GROUP BY operator_id, pool_id`,
    [number],
  )
  return new Map(rows.map(({ key, used }) => [key, BigInt(used)]))
}

/** Pools that no redistributing set may have (AllocationManager.createRedistributingOperatorSets): native ETH and EIGEN. */
export async function loadUnredistributable(
  context: ApiContext,
  { number }: BlockState,
): Promise<ReadonlySet<string>> {
  const rows = await context.query<{ key: string }>(
    `SELECT key FROM contract WHERE name = 'EigenStrategy' AND ${heldAt('$1')}`,
    [number],
  )
  return new Set([NATIVE_POOL, ...rows.map(({ key }) => key)])
}
