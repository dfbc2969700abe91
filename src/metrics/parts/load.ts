import type { StakeGraph } from '../../risk/graph/graph'
import type { Ratio } from '../../risk/math/ratio'
import { address, bad, place } from '../legacy/arguments'
import type { Meta } from '../legacy/meta'
import { readAmount } from '../legacy/values'

/** Input LoadInput, as it came. */
export interface LoadInput {
  avss?: readonly { avs: string; value: string }[] | null
  otherAvss?: string | null
  operators?: readonly { operator: string; capacity: string }[] | null
  otherOperators?: string | null
}

/** Declared values by position in the graph; null: not declared. */
export interface DeclaredLoad {
  loadOf: (Ratio | null)[]
  capacityOf: (Ratio | null)[]
}

/**
 * What was declared; nothing without input.
 * @throws ApiError BAD_USER_INPUT on what is no amount, on a capacity of 0, on what is not there at the block, or is twice
 */
export function readLoad(input: LoadInput | null | undefined, graph: StakeGraph): DeclaredLoad {
  const { avss, otherAvss, operators, otherOperators } = input ?? {}
  const loads = (avss ?? []).map(({ avs, value }) => [avs, value] as const)
  const capacities = (operators ?? []).map(
    ({ operator, capacity }) => [operator, capacity] as const,
  )
  return {
    loadOf: declared('load.avss', graph.services, loads, otherAvss, readAmount),
    capacityOf: declared(
      'load.operators',
      graph.operators,
      capacities,
      otherOperators,
      readCapacity,
    ),
  }
}

function declared(
  name: string,
  ids: readonly string[],
  given: readonly (readonly [string, string])[],
  others: string | null | undefined,
  read: (name: string, text: string) => Ratio,
): (Ratio | null)[] {
  const common = others == null ? null : read(`${name} (others)`, others)
  const values = ids.map(() => common)
  const named = new Set<number>()
  for (const [id, text] of given) {
    const position = place(ids, address(name, id))!
    if (position < 0) throw bad(name, id, 'It is not known at that block.')
    if (named.has(position)) throw bad(name, id, 'It is twice.')
    named.add(position)
    values[position] = read(name, text)
  }
  return values
}

function readCapacity(name: string, text: string): Ratio {
  const capacity = readAmount(name, text)
  if (capacity.num > 0n) return capacity
  throw bad(name, text, 'A capacity is above 0.')
}

/** What was assumed, for `meta.assumptions`. */
export function echoLoad(input: LoadInput | null | undefined): Meta['assumptions'] {
  const { avss, otherAvss, operators, otherOperators } = input ?? {}
  return [
    ...(avss ?? []).map(({ avs, value }) => ({ name: `load of ${avs.toLowerCase()}`, value })),
    ...(otherAvss == null ? [] : [{ name: 'load of other AVSs', value: otherAvss }]),
    ...(operators ?? []).map(({ operator, capacity }) => ({
      name: `capacity of ${operator.toLowerCase()}`,
      value: capacity,
    })),
    ...(otherOperators == null
      ? []
      : [{ name: 'capacity of other operators', value: otherOperators }]),
  ]
}
