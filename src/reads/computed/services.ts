import { type Pending, valueAt, whilePending } from '../at-block'
import type { ListField, RowSql } from '../entities'
import { SLASHER } from '../governance/set-rules'
import { type Computed, computed, constant, toUInt32 } from './sql'

/** The value at the block: the stored one, or the pending one from its effect block on. */
function current({ stored, pending, effectBlock }: Pending) {
  return (row: RowSql) =>
    valueAt(row.block(), {
      stored: row.column(stored),
      pending: row.column(pending),
      effectBlock: row.column(effectBlock),
    })
}

/** A column while the change is pending, else null. */
function ifPending({ effectBlock }: Pending, name: string) {
  return (row: RowSql) => whilePending(row.block(), row.column(effectBlock), row.column(name))
}

const DELAY: Pending = {
  stored: 'stored_delay',
  pending: 'stored_pending_delay',
  effectBlock: 'stored_delay_effect_block',
}

/** AllocationManagerStorage.DEFAULT_BURN_ADDRESS. */
const BURN_ADDRESS = `'\\x00000000000000000000000000000000000e16e4'::bytea`

const pools: ListField = {
  kind: 'list',
  name: 'pools',
  target: 'Pool',
  mappedBy: 'operatorSet',
  through: { entity: 'OperatorSetPool', reference: 'pool' },
  description:
    'Pools whose stake the operator set accepts (AllocationManager.getStrategiesInOperatorSet).',
}

export const services: Computed = {
  Operator: [
    computed(
      'allocationDelay',
      'UInt32',
      true,
      'Blocks until an allocation takes effect (AllocationManager.getAllocationDelay); null: never set.',
      (row) => toUInt32(current(DELAY)(row)),
    ),
    computed(
      'pendingAllocationDelay',
      'UInt32',
      true,
      'Delay from `allocationDelayEffectBlock` on; null: no change is pending.',
      (row) => toUInt32(ifPending(DELAY, DELAY.pending)(row)),
    ),
    computed(
      'allocationDelayEffectBlock',
      'UInt32',
      true,
      'Block at which `pendingAllocationDelay` takes effect; null: no change is pending.',
      (row) => toUInt32(ifPending(DELAY, DELAY.effectBlock)(row)),
    ),
  ],
  OperatorSet: [
    computed(
      'slasher',
      'Bytes',
      true,
      'Who may slash its operators (AllocationManager.getSlasher, v1.9 and later); null: unknown, no event names it.',
      current(SLASHER),
    ),
    computed(
      'pendingSlasher',
      'Bytes',
      true,
      'Slasher from `pendingSlasherEffectBlock` on; null: no change is pending.',
      ifPending(SLASHER, SLASHER.pending),
    ),
    computed(
      'pendingSlasherEffectBlock',
      'UInt32',
      true,
      'Block at which `pendingSlasher` takes effect; null: no change is pending.',
      (row) => toUInt32(ifPending(SLASHER, SLASHER.effectBlock)(row)),
    ),
    computed(
      'redistributionRecipient',
      'Bytes',
      true,
      'Who receives slashed stake (AllocationManager.getRedistributionRecipient): the burn address 0x00000000000000000000000000000000000e16e4 unless the operator set names another. Null: a subnetwork; `Vault.burner` receives what it slashes.',
      (row) =>
        `CASE WHEN NOT starts_with(${row.column('key')}, 'symbiotic-') THEN coalesce(${row.column('stored_recipient')}, ${BURN_ADDRESS}) END`,
    ),
    computed(
      'isRedistributing',
      'Boolean',
      false,
      'Whether slashed stake is paid to a recipient instead of burned (AllocationManager.isRedistributingOperatorSet).',
      (row) => `${row.column('stored_recipient')} IS NOT NULL`,
    ),
    pools,
  ],
  Deregistration: [
    computed(
      'slashable',
      'Boolean',
      true,
      'Whether the operator set can still slash the operator that left it: until `block` + deallocation delay, inclusive. Null if the delay is unknown.',
      (row) =>
        `${row.column('block')} + ${constant(row, 'deallocation_delay_blocks')} >= ${row.block()}`,
    ),
  ],
  AvsRegistration: [
    computed(
      'slashable',
      'Boolean',
      false,
      'Whether the operator set can slash the operator (AllocationManager.isOperatorSlashable): true for registrations to an operator set, false for those of the AVSDirectory. Operators that left are in `deregistrations`.',
      (row) => `${row.column('operator_set_id')} IS NOT NULL`,
    ),
  ],
}
