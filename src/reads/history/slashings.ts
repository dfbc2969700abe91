import { heldAt } from '../at-block'
import type { ApiContext, BlockPoint } from '../context'

/** Which slashings to read: those that fit all given parts; null: any. */
export interface SlashingScope {
  readonly operator: string | null
  readonly avs: string | null
  readonly operatorSet: string | null
}

/** A slashing of an operator by an operator set, in all its pools. */
export interface SlashingEvent {
  operator: string
  avs: string
  block: number
  /** Unix seconds. */
  time: number
  /** Index of its transaction in the block. */
  transaction: number
}

/** Blocks in which an operator set of the AVS could slash the operator. */
export interface SlashableTime {
  operator: string
  avs: string
  first: number
  last: number
}

interface Blocks {
  readonly from: number
  readonly to: number
}

/** Conditions on rows `r` with an operator and an operator set; adds their parameters. */
function scoped({ operator, avs, operatorSet }: SlashingScope, params: unknown[]): string {
  const bind = (value: unknown) => `$${params.push(value)}`
  return [
    ...(operator === null ? [] : [`AND r.operator_id = ${bind(operator)}`]),
    ...(avs === null ? [] : [`AND split_part(r.operator_set_id, '/', 1) = ${bind(avs)}`]),
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

/** The first `limit` slashings of EigenLayer in the range, in order. */
export function loadSlashings(
  context: ApiContext,
  { from, to }: Blocks,
  scope: SlashingScope,
  limit: number,
): Promise<SlashingEvent[]> {
  const params: unknown[] = [from, to, limit]
  return context.query<SlashingEvent>(
    `SELECT r.operator_id AS operator, split_part(r.operator_set_id, '/', 1) AS avs, r.block,
       extract(epoch FROM r.block_time)::float8 AS time, e.transaction_index AS transaction
     FROM slashing r JOIN contract_event e ON e.id = r.id
     WHERE r.block BETWEEN $1 AND $2 AND NOT starts_with(r.operator_set_id, 'symbiotic-') ${scoped(scope, params)} ORDER BY r.id LIMIT $3`,
    params,
  )
}

/**
 * When operators could be slashed (AllocationManager.isOperatorSlashable): from the block of the registration to a set to
 * the end of the deallocation delay after leaving it, inclusive.
 *
 * @param names only these operators, or AVSs
 * @returns null: an operator left, and the deallocation delay is unknown
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
  const found: SlashableTime[] = []
  for (const { operator, avs, first, left, delay } of rows) {
    if (left !== null && delay === null) return null
    const last = left === null ? to : Math.min(to, left + delay!)
    if (last >= from) found.push({ operator, avs, first: Math.max(from, first), last })
  }
  return found
}
