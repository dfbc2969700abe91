import type { Ratio } from '../../risk/math/ratio'
import { indexOfSorted } from '../../risk/math/sorted-index'
import { type Argument, input, listOf } from './argument'
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
 * Values of AVSs by address; an AVS that is listed more than once is refused.
 * @param label of the assumption: `minimum of 0x...`; default: the name of the argument
 */
export function avsValues(doc: string, label?: string): Argument<ReadonlyMap<string, Ratio>> {
  const one = profitInput(doc)
  const each = unique(listOf(one, doc), ({ avs }) => avs)
  return {
    ...each,
    sdl: each.sdl.replace(/!$/, ''),
    read(name, given: readonly never[] | null) {
      const values = given === null ? [] : each.read(name, given as never)
      return new Map(values.map(({ avs, value }) => [avs, value]))
    },
    assumptions: (name, given: readonly { avs: string; value: string }[] | null) =>
      (given ?? []).map(({ avs, value }) => {
        return { name: `${label ?? name} of ${avs.toLowerCase()}`, value }
      }),
  }
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

/** The same for operators or groups: the name of a group as it is, an address in any case. */
export function operatorPosition(ids: readonly string[], id: string, name: string): number {
  const exact = indexOfSorted(ids, id)
  return exact < 0 ? positionOf(ids, id.toLowerCase(), name, 'operator or group') : exact
}
