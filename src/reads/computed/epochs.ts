import { HEADERS } from '../block-times'
import type { RowSql } from '../entities'

/*
 * What depends on the time of the block that is read. If it is not stored, it is between the times of the nearest blocks whose
 * headers are.
 */

const seconds = (time: string) => `extract(epoch FROM ${time})::numeric`

/** FROM item `t` with the bounds of the time of the block, `earliest` and `latest`; equal if it is stored. */
export function timeBounds(row: RowSql): string {
  const nearest = (side: '<=' | '>=', order: 'ASC' | 'DESC') =>
    `(SELECT block_time FROM ${HEADERS} WHERE block ${side} ${row.block()} ORDER BY block ${order} LIMIT 1)`
  const bound = (side: '<=' | '>=', order: 'ASC' | 'DESC') =>
    seconds(`coalesce(${row.time()}, ${nearest(side, order)})`)
  return `(SELECT ${bound('<=', 'DESC')} AS earliest, ${bound('>=', 'ASC')} AS latest) t`
}

/**
 * FROM item `e` with the bounds of the epoch of a vault at the block, `first` and `last`; equal if it is known.
 * @param vault SQL of a column of the vault
 */
export function epochBounds(row: RowSql, vault: (column: string) => string): string {
  const epochAt = (time: string) =>
    `div(${time} - ${vault('epoch_start')}, ${vault('epoch_duration')})`
  return `(SELECT ${epochAt('t.earliest')} AS first, ${epochAt('t.latest')} AS last FROM ${timeBounds(row)}) e`
}

/** The current epoch; null: unknown. */
export function currentEpoch(row: RowSql, vault: (column: string) => string): string {
  return `(SELECT CASE WHEN e.first = e.last THEN e.first END FROM ${epochBounds(row, vault)})`
}
