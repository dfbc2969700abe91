import type { Exposure } from '../graph/exposure'
import { type Ratio, ratio } from '../math/ratio'
import { type RestakingNetwork, restakingNetwork } from './network'

/**
 * The network of an exposure: SHARED if a row has the same stake in all its columns (basis DELEGATED), whose loss all
 * services feel; UNIQUE if each entry is stake of its own (basis SLASHABLE where the parts do not overlap), and so a
 * validator of its own, in the order of the entries. Profits in units of 1 / `exposure.unit`, one per column.
 * @throws RangeError as `restakingNetwork`, and if a shared row has two different stakes
 */
export function networkOf(
  exposure: Exposure,
  sharing: 'SHARED' | 'UNIQUE',
  profits: readonly bigint[],
  thresholds: readonly Ratio[],
): RestakingNetwork {
  const { columns, rows, row, start, value, unit } = exposure
  const inUnit = (amount: bigint) => ratio(amount, unit)
  const stake = sharing === 'UNIQUE' ? value : sharedStake(rows, row, value)
  return restakingNetwork(
    stake.map(inUnit),
    columns.map((_, column) => ({
      profit: inUnit(profits[column]!),
      threshold: thresholds[column]!,
      validators: Array.from({ length: start[column + 1]! - start[column]! }, (_, offset) =>
        sharing === 'UNIQUE' ? start[column]! + offset : row[start[column]! + offset]!,
      ),
    })),
  )
}

function sharedStake(rows: readonly string[], row: Int32Array, value: readonly bigint[]): bigint[] {
  const stake = rows.map((): bigint | null => null)
  row.forEach((position, entry) => {
    const before = stake[position]
    if (before !== null && before !== value[entry]) {
      throw new RangeError(`Stake of ${rows[position]} is not shared: ${before}, ${value[entry]}`)
    }
    stake[position] = value[entry]!
  })
  return stake.map((amount) => amount ?? 0n)
}
