import type { StakeGraph } from '../graph/graph'
import { toDecimal } from '../math/decimal'
import type { CascadeEvent } from './shock'

/** A sentence about an event of a simulation, for people, with ids of the graph. */
export function describeEvent(graph: StakeGraph, event: CascadeEvent): string {
  const operator = event.operator === null ? 'all operators' : graph.operators[event.operator]
  const set = event.set === null ? '' : graph.sets[event.set]!.id
  const pool = event.pool === null ? '' : graph.pools[event.pool]
  const service = event.service === null ? '' : graph.services[event.service]
  const change = `${toDecimal(event.before)} to ${toDecimal(event.after)}`
  switch (event.kind) {
    case 'SLASH':
    case 'GROUP':
    case 'BYZANTINE':
    case 'SLASH_AMOUNT':
      return `${set} slashes ${operator} in ${pool}: shares from ${change}`
    case 'NOTHING_TO_SLASH':
      return `${set} can slash nothing of ${operator} in ${pool}`
    case 'SHORTFALL':
      return `${pool} cannot pay all that ${set} slashes of ${operator}: ${toDecimal(event.after)} of ${toDecimal(event.before)}, because the same stake was slashed before`
    case 'LOSS':
      return `${operator} loses stake in ${pool}: shares from ${change}`
    case 'DRAIN':
      return `${pool} is drained: shares of ${operator} from ${change}`
    case 'EXIT':
      return `stakers leave ${pool}: shares of ${operator} from ${change}`
    case 'DEPEG':
      return `shares of ${pool} lose value: factor from ${change}`
    case 'SERVICE_FAILED':
      return `${service} fails: its stake fell from ${change}, below its minimum`
    case 'OPERATOR_EJECTED':
      return `${operator} leaves all its sets: its stake fell from ${change}`
  }
}
