import type { RowSql } from '../entities'
import { timeBounds } from './epochs'
import { type Computed, computed } from './sql'

const FROM = 'stored_pending_from'

/** A value by the time of the pending change, with the bounds of the time of the block as `t`. */
function byTime(row: RowSql, cases: (from: string) => string): string {
  const from = row.column(FROM)
  return `(SELECT CASE ${cases(from)} END FROM ${timeBounds(row)})`
}

/** VetoSlasher.resolver. */
function resolver(row: RowSql): string {
  const stored = row.column('stored_resolver')
  const pending = row.column('stored_pending_resolver')
  const changing = byTime(
    row,
    (from) => `WHEN ${from} <= t.earliest THEN ${pending} WHEN ${from} > t.latest THEN ${stored}`,
  )
  return `CASE WHEN ${row.column('has_pending')} THEN ${changing} ELSE ${stored} END`
}

/** A column while the change is pending. */
function whilePending(row: RowSql, column: string): string {
  const value = byTime(row, (from) => `WHEN ${from} > t.latest THEN ${row.column(column)}`)
  return `CASE WHEN ${row.column('has_pending')} THEN ${value} END`
}

function nullReason(row: RowSql): string {
  const between = byTime(
    row,
    (from) =>
      `WHEN ${from} IS NULL THEN 'CONSTANT_UNKNOWN' WHEN ${from} > t.earliest AND ${from} <= t.latest THEN 'BLOCK_TIME_UNKNOWN'`,
  )
  return `CASE WHEN ${row.column('has_pending')} THEN ${between} END`
}

export const resolvers: Computed = {
  Resolver: [
    computed(
      'resolver',
      'Bytes',
      true,
      'Who may veto at the block (VetoSlasher.resolver); null: nobody, or see `nullReason`.',
      resolver,
    ),
    computed(
      'pendingResolver',
      'Bytes',
      true,
      'Who may veto from `pendingFrom` on; null: nobody, or no change is pending.',
      (row) => whilePending(row, 'stored_pending_resolver'),
    ),
    computed(
      'pendingFrom',
      'BigInt',
      true,
      'Time at which the resolver changes, Unix seconds; null: no change is pending, or see `nullReason`.',
      (row) => whilePending(row, FROM),
    ),
    {
      ...computed(
        'nullReason',
        'ENUM',
        true,
        'Why it is unknown who may veto; null: it is known.',
        nullReason,
        'VaultNullReason',
      ),
      isOutputOnly: true,
    },
  ],
}
