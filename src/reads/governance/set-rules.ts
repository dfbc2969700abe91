import type { StakeGraph } from '../../risk/graph/graph'
import { heldAt, type Pending, valueAt } from '../at-block'
import type { ApiContext } from '../context'
import type { BlockState } from '../graph/stakes'

/** Who has power over an operator set. */
export interface SetRules {
  /**
   * Who may slash (AllocationManager.getSlasher, v1.9 and later); of a subnetwork the middleware of its network. Null: unknown, no
   * event names it.
   */
  readonly slasher: string | null
  /** Who receives slashed stake; null: it is burned. */
  readonly recipient: string | null
}

/** Columns of the slasher of an operator set. */
export const SLASHER: Pending = {
  stored: 'stored_slasher',
  pending: 'stored_pending_slasher',
  effectBlock: 'stored_slasher_effect_block',
}

/** Rules of the operator sets of a graph, in its order. */
export async function loadSetRules(
  context: ApiContext,
  { number }: BlockState,
  graph: StakeGraph,
): Promise<SetRules[]> {
  const rows = await context.query<{ key: string } & SetRules>(
    `SELECT s.key, '0x' || encode(stored_recipient, 'hex') AS recipient,
       '0x' || encode(coalesce(${valueAt('$1', SLASHER)}, p.middleware), 'hex') AS slasher
     FROM operator_set s LEFT JOIN avs_profile p ON starts_with(s.key, 'symbiotic-')
       AND p.avs_id = s.avs_id AND ${heldAt('$1', 'p')}
     WHERE ${heldAt('$1', 's')}`,
    [number],
  )
  const rules = new Map(rows.map(({ key, slasher, recipient }) => [key, { slasher, recipient }]))
  return graph.sets.map(({ id }) => rules.get(id) ?? { slasher: null, recipient: null })
}
