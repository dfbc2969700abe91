import type { Grouping, Labels } from '../../reads/files/labels'
import type { PoolInfo } from '../../reads/pools'
import { invalidArgument } from '../define/errors'
import { groupingOf } from '../define/grouping'

/** Kind of grouping that classes are made by, if the request names none. */
const ASSET_CLASS = 'assetClass'

/**
 * The grouping that gives pools a class; null: none is named, and label files have no `assetClass`.
 * @param name path of the argument
 * @throws ApiError BAD_USER_INPUT if one is named that no label file has
 */
export function assetClasses(labels: Labels, kind: string | null, name: string): Grouping | null {
  return groupingOf(labels, kind, name) ?? labels.groupings.get(ASSET_CLASS) ?? null
}

/** @param path of the argument @throws ApiError BAD_USER_INPUT unless the grouping has that class */
export function checkClass(name: string, grouping: Grouping | null, path: string): void {
  const known = new Set(grouping?.groupOf.values() ?? [])
  if (known.has(name)) return
  const some = [...known].slice(0, 20).join(', ')
  throw invalidArgument(path, name, `Classes of the grouping are: ${some || 'none'}.`)
}

/** Class of each pool: by the label of the pool, or else of its token; null: none. */
export function classesOf(
  pools: readonly string[],
  infos: readonly PoolInfo[],
  grouping: Grouping | null,
): (string | null)[] {
  const labelOf = (id: string | null) => (id === null ? null : (grouping?.groupOf.get(id) ?? null))
  return pools.map((pool, position) => labelOf(pool) ?? labelOf(infos[position]!.asset))
}
