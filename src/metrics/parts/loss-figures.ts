import { entriesOf } from '../../risk/graph/columns'
import { pricedPart, type StakeMatrix, stakeMatrix } from '../../risk/graph/exposure'
import type { StakeGraph } from '../../risk/graph/graph'
import { lossByOperator } from '../../risk/graph/promised'
import {
  type ColumnFault,
  entryQuestion,
  type LossQuestion,
  rowQuestion,
} from '../../risk/losses/cells'
import { expectedLoss } from '../../risk/losses/expected'
import type { FaultModel } from '../../risk/losses/fault-model'
import type { JointTail } from '../../risk/losses/joint-tail'
import { anyLoss, type Tail, type TailLevel } from '../../risk/losses/loss-distribution'
import type { Valuation } from '../../risk/value/valuation'
import { Value } from '../../risk/value/value'
import type { Measured } from '../define/measure'
import type { ValueOf } from '../define/type'
import { avsFaultsOf, type Faults, faultModel } from './faults'
import type { avsTail, lossTail } from './loss-types'

/** What can be lost, and what is known of it beside the distribution of its priced part. */
export interface LossFigures {
  /** Of the priced part: plain data. */
  readonly question: LossQuestion
  /** Loss if everything is slashed that can be. */
  readonly maximal: Value
  readonly expected: Value
  /** Probability that anything is lost, with a price or without. */
  readonly anyLoss: number
  /** What each operator can lose. */
  readonly holders: readonly Value[]
  /** What AVSs can slash. */
  readonly slashable: StakeMatrix
}

/**
 * What can be lost in each valuation: by operator, or by operator and AVS if AVSs have faults of their own.
 * @throws ApiError as `faultModel` and `avsFaultsOf`
 */
export function lossFigures(
  graph: StakeGraph,
  faults: Faults,
): (valuation: Valuation) => LossFigures {
  const model = faultModel(faults, graph.operators)
  const ofAvss = avsFaultsOf(faults, graph.operators, graph.services)
  return (valuation) => figuresOf(graph, valuation, model, ofAvss)
}

function figuresOf(
  graph: StakeGraph,
  valuation: Valuation,
  model: FaultModel,
  ofAvss: readonly ColumnFault[],
): LossFigures {
  const slashable = stakeMatrix(graph, 'SLASHABLE', valuation)
  const holders = lossByOperator(graph, valuation)
  const { stake, ...priced } = pricedPart(slashable)
  const isByRow = ofAvss.length === 0
  const question = isByRow
    ? rowQuestion(priced, Value.pricedPart(holders, stake.none).amounts, model)
    : entryQuestion(priced, model, ofAvss)
  const pieces = isByRow ? holders : slashable.value
  const maximal = Value.sum(pieces, stake.none)
  const isThere = pieces.map(({ isZero }) => isZero !== true)
  const isLost = expectedLoss(
    isThere.map((one) => (one ? 1n : 0n)),
    question.model,
  )
  const { num, den } = expectedLoss(question.losses, question.model)
  return {
    question,
    maximal,
    expected: isLost.num === 0n ? stake.none : maximal.derived({ num, den: den * question.unit }),
    anyLoss: anyLoss(isThere.map(Number), question.model),
    holders,
    slashable,
  }
}

/** A tail of the priced part as a tail of all: without what stake without a price could change. */
export function tailValues(
  { valueAtRisk, expectedShortfall, interval, shortfallInterval }: Tail,
  { text, beyond }: TailLevel & { readonly text: string },
  { maximal, expected, anyLoss, holders }: Omit<LossFigures, 'question' | 'slashable'>,
  { covered }: Pick<Measured, 'covered'>,
): ValueOf<typeof lossTail> {
  const { isComplete } = maximal
  const [lower, upper] = interval ?? [null, null]
  const [shortfallLower, shortfallUpper] = shortfallInterval ?? [null, null]
  // By rounding, a sum of doubles can be slightly above what it is compared with.
  const isNothing = anyLoss <= beyond * (1 + 1e-12)
  const figures = {
    valueAtRisk: ifKnown(valueAtRisk, isComplete || isNothing),
    expectedShortfall: ifKnown(expectedShortfall, isComplete || expected.isZero === true),
  }
  const isMissing = valueAtRisk === null || expectedShortfall === null
  return {
    level: text,
    ...figures,
    lower: ifKnown(lower, isComplete),
    upper: isComplete ? upper : null,
    shortfallLower: ifKnown(shortfallLower, isComplete),
    shortfallUpper: isComplete ? shortfallUpper : null,
    coverage: covered([], () => holders).coverage,
    nullReason: isMissing
      ? 'TOO_FEW_DRAWS'
      : Object.values(figures).includes(null)
        ? 'UNPRICED'
        : null,
  }
}

/** The tail of an AVS, likewise. @param column of `slashable` */
export function avsTailValues(
  { intervals, ...tail }: JointTail & { readonly expectedLoss: number },
  column: number,
  { maximal, holders, slashable }: Omit<LossFigures, 'question'>,
  { covered }: Pick<Measured, 'covered'>,
): ValueOf<typeof avsTail> {
  const entries = entriesOf(slashable, column)
  const own = Value.sum(entries, slashable.none)
  // What is compared with all losses rests on all.
  const isAll = maximal.isComplete
  const figure = (value: number | null, isComplete: boolean) => {
    return own.isUnknown ? null : ifKnown(value, isComplete)
  }
  const ends = (interval: readonly [number, number] | null, isComplete: boolean) => {
    return interval && isComplete ? { lower: interval[0], upper: interval[1] } : null
  }
  const figures = {
    expectedLoss: figure(tail.expectedLoss, own.isComplete),
    valueAtRisk: figure(tail.valueAtRisk, own.isComplete),
    inDistress: figure(tail.inDistress, own.isComplete),
    coVaR: figure(tail.coVaR, isAll),
    deltaCoVaR: figure(tail.deltaCoVaR, isAll),
    marginalShortfall: figure(tail.marginalShortfall, isAll),
    tailDependence: figure(tail.tailDependence, isAll),
  }
  return {
    avs: slashable.columns[column]!,
    ...figures,
    intervals: {
      valueAtRisk: ends(intervals.valueAtRisk, own.isComplete),
      inDistress: ends(intervals.inDistress, own.isComplete),
      coVaR: ends(intervals.coVaR, isAll),
      deltaCoVaR: ends(intervals.deltaCoVaR, isAll),
      marginalShortfall: ends(intervals.marginalShortfall, isAll),
      tailDependence: ends(intervals.tailDependence, isAll),
    },
    coverage: covered([], () => [...entries, ...holders]).coverage,
    nullReason: Object.values(tail).includes(null)
      ? 'TOO_FEW_DRAWS'
      : Object.values(figures).includes(null)
        ? 'UNPRICED'
        : null,
  }
}

/** A figure of the priced part; null if it is 0 and not all has a price. */
function ifKnown(figure: number | null, isComplete: boolean): number | null {
  return figure === 0 && !isComplete ? null : figure
}
