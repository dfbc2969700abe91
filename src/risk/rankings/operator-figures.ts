import { stakeByOperator } from '../graph/delegated'
import { type StakeMatrix, stakeMatrix } from '../graph/exposure'
import type { StakeGraph } from '../graph/graph'
import { transpose } from '../graph/transpose'
import { leverage } from '../leverage/leverage'
import { rehypothecation } from '../leverage/rehypothecation'
import { compare, type Ratio } from '../math/ratio'
import { criticality, type Effect } from '../operators/criticality'
import type { Valuation } from '../value/valuation'
import type { Value } from '../value/value'
import { type ColumnFigures, columnFigures } from './column-figures'

/** What stands on one operator. */
export interface OperatorFigures {
  /** Its position. */
  readonly operator: number
  /** Its stake; of a bucket that operators share, what it has of it. */
  readonly stake: Value
  /** Registered stake of all services, and by its stake. */
  readonly registered: Value
  readonly multiplier: Ratio | null
  /** Slashable stake of all sets, and by all stake of its buckets. */
  readonly slashable: Value
  readonly leverage: Ratio | null
  /** Services that it is registered to, ascending. */
  readonly serves: readonly number[]
  /** How its registered stake is distributed among them. */
  readonly services: ColumnFigures
  /** Services of which it holds the threshold for certain; null: none, and of some stake without a price decides. */
  readonly decisive: number | null
  /** The service of which it holds the largest part; null: none with stake that has a price. */
  readonly largest: { readonly service: number; readonly share: Ratio } | null
}

/**
 * Figures of operators, in the order of `chosen`.
 * @param threshold share that makes an operator decisive, in (0, 1]
 * @param chosen positions in the graph
 */
export function operatorFigures(
  graph: StakeGraph,
  valuation: Valuation,
  threshold: Ratio,
  chosen: readonly number[],
): OperatorFigures[] {
  const matrix = stakeMatrix(graph, 'REGISTERED', valuation)
  const claims = rehypothecation(graph, valuation, 'ALL')
  const stakes = stakeByOperator(graph, valuation)
  const capacity = leverage(graph, 'SLASHABLE', valuation)
  const distributed = columnFigures(transpose<Value, StakeMatrix>(matrix), threshold, chosen)
  const minima = graph.services.map(() => null)
  const options = { fraction: { num: 1n, den: 1n }, threshold, minima }
  const groups = chosen.map((operator) => [operator])
  const critical = criticality(matrix, groups, options)
  return chosen.map((operator, position) => {
    const { promised, multiplier } = claims.ofOperator(operator)
    const { slashable, value } = capacity.ofOperator(operator)
    const { effects } = critical[position]!
    return {
      operator,
      stake: stakes[operator]!,
      registered: promised,
      multiplier: multiplier.value,
      slashable,
      leverage: value.value,
      serves: effects.map(({ column }) => column),
      services: distributed[position]!,
      decisive: decisiveIn(effects),
      largest: largestPart(effects),
    }
  })
}

function decisiveIn(effects: readonly Effect[]): number | null {
  const certain = effects.filter(({ isDecisive }) => isDecisive === true).length
  const isOpen = effects.some(({ isDecisive, total }) => {
    return isDecisive === null && total.isZero !== true
  })
  return certain === 0 && isOpen ? null : certain
}

function largestPart(effects: readonly Effect[]): OperatorFigures['largest'] {
  let largest: OperatorFigures['largest'] = null
  for (const { column, share } of effects) {
    if (share.value === null || (largest && compare(share.value, largest.share) <= 0n)) continue
    largest = { service: column, share: share.value }
  }
  return largest
}
