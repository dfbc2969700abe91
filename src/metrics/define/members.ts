import type { Ratio } from '../../risk/math/ratio'
import { indexOfSorted } from '../../risk/math/sorted-index'
import { type Argument, type Given, input, listOf } from './argument'
import { address, amount, id, unique } from './arguments'
import { unknownMember } from './errors'

/** A value of an AVS, as assumed. */
const profitInput = input('ProfitInput', 'A value of an AVS, as assumed.', {
  avs: address('Address of the AVS, in any case.'),
  value: amount(
    'Value in the unit of the stake: base units of the pool, or the numeraire if there are prices. At least 0.',
  ),
})

/**
 * Values by member, of an optional list; a member that is listed more than once is refused.
 * @param one input type of the list
 * @param key its member that names something
 * @param value its member with the value
 * @param label of the assumption: `minimum of 0x...`; default: the name of the argument
 */
export function valuesBy<A extends Given, K extends keyof A & string, V extends keyof A & string>(
  one: Argument<A>,
  key: K,
  value: V,
  doc: string,
  label?: string,
): Argument<ReadonlyMap<A[K], A[V]>> {
  const each = unique(listOf(one, doc), (values) => `${values[key]}`)
  return {
    ...each,
    sdl: each.sdl.replace(/!$/, ''),
    read(name, given: readonly never[] | null) {
      const values = given === null ? [] : each.read(name, given as never)
      return new Map(values.map((values) => [values[key], values[value]]))
    },
    assumptions: (name, given: readonly Record<K | V, string>[] | null) =>
      (given ?? []).map((one) => {
        return { name: `${label ?? name} of ${one[key].toLowerCase()}`, value: `${one[value]}` }
      }),
  }
}

/** Values of AVSs by address; an AVS that is listed more than once is refused. @param label as of `valuesBy` */
export function avsValues(doc: string, label?: string): Argument<ReadonlyMap<string, Ratio>> {
  return valuesBy(profitInput(''), 'avs', 'value', doc, label)
}

/** Addresses; one that is listed more than once is refused. */
export function addresses(doc: string): Argument<readonly string[]> {
  return unique(listOf(address(doc), doc), (one) => one)
}

/** Ids of operators, or with `grouping` names of groups; null: all. One that is listed more than once is refused. */
export function operatorIds(doc: string): Argument<readonly string[]> {
  return unique(listOf(id(doc), doc), (one) => one.toLowerCase())
}

/** Id of an operator or group as assumptions name it: an address in lower case, the name of a group as it is. */
export function operatorName(id: string): string {
  return /^0x[0-9a-f]{40}$/i.test(id) ? id.toLowerCase() : id
}

/**
 * Position of an id in a sorted list.
 * @param kind as in "No such AVS"
 * @throws ApiError BAD_USER_INPUT if it is not there
 */
export function positionOf(ids: readonly string[], id: string, name: string, kind: string): number {
  const position = indexOfSorted(ids, id)
  if (position < 0) throw unknownMember(name, id, kind)
  return position
}

/**
 * Values by position in a sorted list; null: none was given.
 * @param name path of the argument that names the member: `minimum.avs`
 * @throws ApiError BAD_USER_INPUT if a member is not there
 */
export function byPosition<V>(
  ids: readonly string[],
  values: ReadonlyMap<string, V>,
  name: string,
  kind: string,
): (V | null)[] {
  const found: (V | null)[] = ids.map(() => null)
  for (const [id, value] of values) found[positionOf(ids, id, name, kind)] = value
  return found
}

/** Position of an operator or a group: the name of a group as it is, an address in any case. @throws as `positionOf` */
export function operatorPosition(ids: readonly string[], id: string, name: string): number {
  const exact = indexOfSorted(ids, id)
  return exact < 0 ? positionOf(ids, id.toLowerCase(), name, 'operator or group') : exact
}
