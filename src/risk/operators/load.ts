import type { StakeGraph } from '../graph/graph'
import { type Answer, known, unknown } from '../math/answer'
import { add, divide, type Ratio, ratio } from '../math/ratio'
import { membershipsOf } from './overload'

/**
 * Load index of each operator: sum of the declared loads of its services / its declared capacity;
 * at least 0, above 1 if it serves more than it can. UNDECLARED: its capacity, or the load of a
 * service, is not declared.
 * @param loadOf load of each service, in the unit of the capacities; null: not declared
 * @param capacityOf capacity of each operator, above 0; null: not declared
 */
export function loadIndices(
  graph: StakeGraph,
  loadOf: readonly (Ratio | null)[],
  capacityOf: readonly (Ratio | null)[],
): Answer<Ratio, 'UNDECLARED'>[] {
  return membershipsOf(graph).map(({ services }, operator) => {
    const capacity = capacityOf[operator] ?? null
    if (capacity === null) return unknown('UNDECLARED')
    let load = ratio(0n)
    for (const service of services) {
      const own = loadOf[service] ?? null
      if (own === null) return unknown('UNDECLARED')
      load = add(load, own)
    }
    return known(divide(load, capacity))
  })
}
