import type { Exposure } from '../graph/exposure'
import type { SharedBucket } from '../graph/shared-buckets'
import { type Ratio, ratio } from '../math/ratio'
import { type RestakingNetwork, restakingNetwork } from './network'

/**
 * The network of an exposure. SHARED: a row is a validator with one stake that secures all its
 * columns (basis DELEGATED). UNIQUE: every entry is separate stake (basis SLASHABLE where parts do
 * not overlap), so a separate validator, in the order of the entries; but for what they have of shared buckets.
 * @param profits by column, in units of 1 / `exposure.unit`
 * @param thresholds by column, in (0, 1]
 * @param buckets behind the entries; only if it is UNIQUE
 * @throws RangeError as `restakingNetwork`, and if a SHARED row has different stakes
 */
export function networkOf(
  exposure: Exposure,
  sharing: 'SHARED' | 'UNIQUE',
  profits: readonly bigint[],
  thresholds: readonly Ratio[],
  buckets: readonly SharedBucket[] = [],
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
    buckets.map(({ cap, isPriced, parts }) => {
      const amountOf = (amount: bigint) => (isPriced ? inUnit(amount) : amount)
      return {
        cap: amountOf(cap),
        isPriced,
        parts: parts.map(({ entry, amount, lines }) => {
          return { validator: entry, amount: amountOf(amount), lines }
        }),
      }
    }),
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
