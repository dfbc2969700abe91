import { bucketsBehind } from '../graph/bucket-stake'
import { columnStakes, type NoShare } from '../graph/columns'
import { type StakeMatrix, stakeMatrix } from '../graph/exposure'
import type { StakeGraph } from '../graph/graph'
import { transpose } from '../graph/transpose'
import { type Answer, unknown } from '../math/answer'
import type { Ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'

/** Operators whose stake is the base of the multiplier: those registered to a service, or all. */
type Universe = 'REGISTERED' | 'ALL'

/** How often stake is counted by services. */
interface Multiple {
  /** Sum of the registered stake of all services: stake counts once per service. */
  readonly promised: Value
  /** Stake behind it, each bucket once. */
  readonly stake: Value
  /** promised / stake, at least 0 and at most the number of services. */
  readonly multiplier: Answer<Ratio, NoShare>
}

/** Of all operators of the universe, and of each; computed when it is asked for. */
interface Rehypothecation extends Multiple {
  /** Number of operators of the universe. */
  readonly n: number
  /** Of one, by position in `StakeGraph.operators`, over the buckets behind it. */
  ofOperator(operator: number): Multiple
}

/**
 * Registered rehypothecation multiplier: registered stake of all services / stake. It measures
 * claims, not possible losses: for those see the slashable leverage.
 *
 * For REGISTERED it is at least 1 only if services accept all stake of every registered operator.
 * EMPTY: no operator in the universe, or no bucket behind one operator. ZERO_TOTAL: no stake
 * in them. UNPRICED: none of it has a price.
 */
export function rehypothecation(
  graph: StakeGraph,
  valuation: Valuation,
  universe: Universe,
): Rehypothecation {
  const byOperator = transpose<Value, StakeMatrix>(stakeMatrix(graph, 'REGISTERED', valuation))
  const behind = bucketsBehind(graph)
  const { pool, cap } = graph.buckets
  const sumOf = (buckets: Iterable<number>) => {
    let sum = valuation.none
    for (const bucket of buckets) sum = sum.plus(valuation.worth(pool[bucket]!, cap[bucket]!))
    return sum
  }
  const members = [...graph.operators.keys()].filter(
    (operator) => universe === 'ALL' || servesAny(byOperator.start, operator),
  )
  const promises = columnStakes(byOperator)
  const ofOperator = (operator: number) => {
    const own = behind[operator]!
    return multiple(promises[operator]!, sumOf(own), own.length)
  }
  // Who asks for some operators does not need the others, and not the whole.
  let whole: Multiple | null = null
  const all = () => {
    if (whole !== null) return whole
    const buckets = new Set(members.flatMap((operator) => behind[operator]!))
    whole = multiple(Value.sum(promises, valuation.none), sumOf(buckets), members.length)
    return whole
  }
  return {
    get promised() {
      return all().promised
    },
    get stake() {
      return all().stake
    },
    get multiplier() {
      return all().multiplier
    },
    n: members.length,
    ofOperator,
  }
}

function servesAny(start: Int32Array, operator: number): boolean {
  return start[operator + 1]! > start[operator]!
}

function multiple(promised: Value, stake: Value, size: number): Multiple {
  const multiplier = size === 0 ? unknown('EMPTY' as const) : promised.share(stake)
  return { promised, stake, multiplier }
}
