import type { Grouping } from '../../reads/labels'
import {
  type DepegEffect,
  depegEffects,
  depegThresholds,
  firstUnder,
} from '../../risk/base-layer/depeg'
import type { Exposure } from '../../risk/graph/exposure'
import { toDecimal } from '../../risk/math/decimal'
import { multiply, type Ratio, ratio } from '../../risk/math/ratio'
import { address, bad, place } from '../define/arguments'
import { type Meta, member, type NullReason } from '../define/meta'
import { readAmount } from '../define/values'

/** Input DepegInput, as it came. */
export interface DepegInput {
  class: string
  minima?: readonly { avs: string; value: string }[] | null
}

/** Checks that there is such a class. @throws ApiError BAD_USER_INPUT */
export function checkClass({ class: name }: DepegInput, grouping: Grouping | null): void {
  const known = new Set(grouping?.groupOf.values() ?? [])
  if (known.has(name)) return
  const some = [...known].slice(0, 20).join(', ')
  throw bad('depeg.class', name, `Classes of the grouping are: ${some || 'none'}.`)
}

/**
 * Type DepegSensitivity.
 * @param pools matrix of pools by AVS
 * @param classOf class of each pool; null: none
 * @param unpriced AVSs with stake that is not in the matrix, for want of a price
 * @throws ApiError BAD_USER_INPUT on a minimum that is none, of an AVS that is not there, or given twice
 */
export function depegSensitivity(
  { class: name, minima: given }: DepegInput,
  pools: Exposure,
  classOf: readonly (string | null)[],
  unpriced: ReadonlySet<number>,
) {
  const minima = readMinima(given ?? [], pools)
  const thresholds = depegThresholds(pools, minima, classOf, name)
  const found = depegEffects(thresholds, unpriced)
  const open = found.find(({ outcome }) => outcome === null)
  const nullReason: NullReason | null =
    found.length === 0 ? 'ASSUMPTION_MISSING' : (open?.nullReason ?? null)
  const first = nullReason === null ? firstUnder(thresholds) : null
  return {
    first: first && serializeEffect({ ...first, outcome: 'FALLS', nullReason: null }, pools),
    avss: found.map((effect) => serializeEffect(effect, pools)),
    nullReason,
  }
}

function readMinima(
  given: NonNullable<DepegInput['minima']>,
  { columns, unit }: Exposure,
): (Ratio | null)[] {
  const minima: (Ratio | null)[] = columns.map(() => null)
  for (const { avs, value } of given) {
    const column = place(columns, address('depeg.minima.avs', avs))!
    if (column < 0) throw bad('depeg.minima.avs', avs, 'No such AVS at that block.')
    if (minima[column] !== null) throw bad('depeg.minima.avs', avs, 'It is twice.')
    minima[column] = multiply(readAmount('depeg.minima.value', value), ratio(unit))
  }
  return minima
}

function serializeEffect(
  { column, outcome, depeg, nullReason }: DepegEffect,
  { columns }: Exposure,
) {
  return {
    avs: member(columns[column]!),
    outcome,
    depeg: depeg && toDecimal(depeg, 'DOWN'),
    nullReason,
  }
}

/** What was assumed, for `meta.assumptions`. */
export function echoDepeg({ class: name, minima }: DepegInput): Meta['assumptions'] {
  return [
    { name: 'depeg of', value: name },
    ...(minima ?? []).map(({ avs, value }) => ({
      name: `minimum of ${avs.toLowerCase()}`,
      value,
    })),
  ]
}
