import type { ListField, RowSql } from '../model'
import { type Computed, computed, constant, toInt } from './sql'

/** The value that holds at the block, of one that is replaced by a pending one at its effect block. */
function held(value: string, pending: string, effect: string) {
  return (row: RowSql) =>
    `CASE WHEN ${row.column(effect)} <= ${row.block()} THEN ${row.column(pending)} ELSE ${row.column(value)} END`
}

/** The pending value, or the block of its effect, while it is pending. */
function pending(value: string, effect: string) {
  return (row: RowSql) =>
    `CASE WHEN ${row.column(effect)} > ${row.block()} THEN ${row.column(value)} END`
}

/** AllocationManagerStorage.DEFAULT_BURN_ADDRESS. */
const BURN_ADDRESS = `'\\x00000000000000000000000000000000000e16e4'::bytea`

const pools: ListField = {
  kind: 'list',
  name: 'pools',
  target: 'Pool',
  mappedBy: 'operatorSet',
  through: { entity: 'OperatorSetPool', reference: 'pool' },
  description: 'Pools whose stake counts in it (AllocationManager.getStrategiesInOperatorSet).',
}

export const services: Computed = {
  Operator: [
    computed(
      'allocationDelay',
      'Int',
      true,
      'Blocks until an allocation takes effect (AllocationManager.getAllocationDelay); null: never set.',
      (row) =>
        toInt(held('stored_delay', 'stored_pending_delay', 'stored_delay_effect_block')(row)),
    ),
    computed(
      'pendingAllocationDelay',
      'Int',
      true,
      'Delay that will hold from `allocationDelayEffectBlock` on; null: none pending.',
      (row) => toInt(pending('stored_pending_delay', 'stored_delay_effect_block')(row)),
    ),
    computed(
      'allocationDelayEffectBlock',
      'Int',
      true,
      'Block from which `pendingAllocationDelay` holds; null: none pending.',
      (row) => toInt(pending('stored_delay_effect_block', 'stored_delay_effect_block')(row)),
    ),
  ],
  OperatorSet: [
    computed(
      'slasher',
      'Bytes',
      true,
      'Who may slash its operators (AllocationManager.getSlasher, v1.9 and later); null: no event told it.',
      held('stored_slasher', 'stored_pending_slasher', 'stored_slasher_effect_block'),
    ),
    computed(
      'pendingSlasher',
      'Bytes',
      true,
      'Slasher from `pendingSlasherEffectBlock` on; null: none pending.',
      pending('stored_pending_slasher', 'stored_slasher_effect_block'),
    ),
    computed(
      'pendingSlasherEffectBlock',
      'Int',
      true,
      'Block from which `pendingSlasher` holds; null: none pending.',
      (row) => toInt(pending('stored_slasher_effect_block', 'stored_slasher_effect_block')(row)),
    ),
    computed(
      'redistributionRecipient',
      'Bytes',
      false,
      'Who receives slashed stake (AllocationManager.getRedistributionRecipient): the burn address 0x00000000000000000000000000000000000e16e4 unless the set named another.',
      (row) => `coalesce(${row.column('stored_recipient')}, ${BURN_ADDRESS})`,
    ),
    computed(
      'isRedistributing',
      'Boolean',
      false,
      'Whether slashed stake is paid to somebody instead of burned (AllocationManager.isRedistributingOperatorSet).',
      (row) => `${row.column('stored_recipient')} IS NOT NULL`,
    ),
    pools,
  ],
  Deregistration: [
    computed(
      'slashable',
      'Boolean',
      true,
      'Whether the operator can still be slashed by the set for having been in it: until `block` + deallocation delay, inclusive. Null if the delay is unknown.',
      (row) =>
        `${row.column('block')} + ${constant(row, 'deallocation_delay_blocks')} >= ${row.block()}`,
    ),
  ],
  AvsRegistration: [
    computed(
      'slashable',
      'Boolean',
      false,
      'Whether the operator can be slashed by the operator set (AllocationManager.isOperatorSlashable): always while registered to a set, never by a registration of the AVSDirectory. Operators that left are in `deregistrations`.',
      (row) => `${row.column('operator_set_id')} IS NOT NULL`,
    ),
  ],
}
