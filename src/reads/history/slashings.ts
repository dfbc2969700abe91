import { heldAt } from '../at-block'
import type { ApiContext, BlockPoint } from '../context'
import { isExecutionOf } from './slashed-vault'
import type { SlashableTime, SlashingScope } from './slashing-scope'
import { loadVaultTimes } from './vault-times'

/** A slashing of an operator by an operator set, in all its pools; of a vault when it was executed. */
export interface SlashingEvent {
  operator: string
  avs: string
  block: number
  /** Unix seconds. */
  time: number
  /** Index of its transaction in the block. */
  transaction: number
}

interface Blocks {
  readonly from: number
  readonly to: number
}

/** The AVS, or network, of rows `r` with an operator set. */
const AVS = "replace(split_part(r.operator_set_id, '/', 1), 'symbiotic-', '')"

/** Conditions on rows `r` with an operator and an operator set; adds their parameters. */
function scoped({ operator, avs, operatorSet }: SlashingScope, params: unknown[]): string {
  const bind = (value: unknown) => `$${params.push(value)}`
  return [
    ...(operator === null ? [] : [`AND r.operator_id = ${bind(operator)}`]),
    ...(avs === null ? [] : [`AND ${AVS} = ${bind(avs)}`]),
    ...(operatorSet === null ? [] : [`AND r.operator_set_id = ${bind(operatorSet)}`]),
  ].join(' ')
}

/** Whether the operator, AVS and operator set of the scope exist at the block. */
export async function isKnownScope(
  context: ApiContext,
  { operator, avs, operatorSet }: SlashingScope,
  block: BlockPoint,
): Promise<boolean> {
  const exists = (table: string, key: string) =>
    `(${key}::text IS NULL OR EXISTS (SELECT 1 FROM ${table}
      WHERE key = ${key} AND ${heldAt('$4')}))`
  const [row] = await context.query<{ known: boolean }>(
    `SELECT ${exists('operator', '$1')} AND ${exists('avs', '$2')}
       AND ${exists('operator_set', '$3')} AS known`,
    [operator, avs, operatorSet, block.number],
  )
  return row!.known
}

/** The first `limit` slashings in the range, in order. @param block whose state is read */
export function loadSlashings(
  context: ApiContext,
  { from, to }: Blocks,
  scope: SlashingScope,
  limit: number,
  block: BlockPoint,
): Promise<SlashingEvent[]> {
  const params: unknown[] = [from, to, limit, block.number]
  const conditions = scoped(scope, params)
  return context.query<SlashingEvent>(
    `SELECT operator, avs, block, time, transaction FROM (
       SELECT r.operator_id AS operator, ${AVS} AS avs, r.block, r.id,
         extract(epoch FROM r.block_time)::float8 AS time, e.transaction_index AS transaction
       FROM slashing r JOIN contract_event e ON e.id = r.id
       WHERE r.block BETWEEN $1 AND $2 AND NOT starts_with(r.operator_set_id, 'symbiotic-') ${conditions}
       UNION ALL
       SELECT r.operator_id, ${AVS}, e.block, e.id,
         extract(epoch FROM e.block_time)::float8, e.transaction_index
       FROM vault_slashing r JOIN contract_event e ON ${isExecutionOf('e', 'r')}
       WHERE r.resolved_at_block BETWEEN $1 AND $2 AND ${heldAt('$4', 'r')} AND r.accounted IS NOT NULL ${conditions}
     ) one ORDER BY block, id LIMIT $3`,
    params,
  )
}

/**
 * When operators could be slashed (AllocationManager.isOperatorSlashable): from the block of the registration to a set to
 * the end of the deallocation delay after leaving it, inclusive; of vaults see `loadVaultTimes`.
 *
 * @param names only these operators, or AVSs
 * @returns null: an operator left, and the deallocation delay, or the epoch of a vault, is unknown
 */
export async function loadSlashableTimes(
  context: ApiContext,
  { from, to }: Blocks,
  scope: SlashingScope,
  names: { operators: readonly string[] } | { avss: readonly string[] },
  block: BlockPoint,
): Promise<SlashableTime[] | null> {
  const [column, keys] =
    'operators' in names ? ['operator_id', names.operators] : ['avs_id', names.avss]
  const params: unknown[] = [to, keys, block.number]
  const rows = await context.query<{
    operator: string
    avs: string
    first: number
    left: number | null
    delay: number | null
  }>(
    `SELECT r.operator_id AS operator, r.avs_id AS avs, r.from_block AS first,
       CASE WHEN r.to_block <= $1 THEN r.to_block END AS left, p.deallocation_delay_blocks AS delay
     FROM avs_registration r LEFT JOIN protocol p
       ON ${heldAt('$3', 'p')}
     WHERE r.operator_set_id IS NOT NULL AND r.from_block <= $1 AND r.${column} = ANY($2)
       ${scoped(scope, params)}`,
    params,
  )
  const found = await loadVaultTimes(context, { from, to }, scope, names, block)
  if (found === null) return null
  for (const { operator, avs, first, left, delay } of rows) {
    if (left !== null && delay === null) return null
    const last = left === null ? to : Math.min(to, left + delay!)
    if (last >= from) found.push({ operator, avs, first: Math.max(from, first), last })
  }
  return found
}
