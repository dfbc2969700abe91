import { entriesOf } from '../../risk/graph/columns'
import { pricedPart, type StakeMatrix, stakeMatrix } from '../../risk/graph/exposure'
import type { StakeGraph } from '../../risk/graph/graph'
import { lossByOperator } from '../../risk/graph/promised'
import { capitalAtRisk } from '../../risk/leverage/capital-at-risk'
import {
  type ColumnFault,
  capsOf,
  entryQuestion,
  type LossQuestion,
  rowQuestion,
  spread,
} from '../../risk/losses/cells'
import { expectedLoss } from '../../risk/losses/expected'
import { cappedExpected } from '../../risk/losses/fault-cases'
import type { FaultModel } from '../../risk/losses/fault-model'
import { faultsOf } from '../../risk/losses/faults'
import type { JointTail } from '../../risk/losses/joint-tail'
import { anyLoss, isKnown, type Tail, type TailLevel } from '../../risk/losses/loss-distribution'
import { type VaultPieces, vaultPieces } from '../../risk/losses/vault-pieces'
import { quotient } from '../../risk/math/quotient'
import { add, type Ratio } from '../../risk/math/ratio'
import { fromDouble } from '../../risk/optimization/scale'
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
  /** Null: not known, nor is the distribution (`isKnown`). */
  readonly expected: Value | null
  /** Probability that anything is lost, with a price or without. */
  readonly anyLoss: number
  /** What each operator can lose. */
  readonly holders: readonly Value[]
  /** What AVSs can slash. */
  readonly slashable: StakeMatrix
}

/**
 * What can be lost in each valuation: by operator, or by operator and AVS if AVSs have faults of their own; of vaults that can be slashed by
 * more than is in them apart from that.
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
  const { none } = valuation
  const isByRow = ofAvss.length === 0
  const pieces = vaultPieces(graph, valuation, isByRow && takesAll(model))
  const rows = pieces?.losses ?? holders
  const question = pieces
    ? vaultQuestion(pieces, model, ofAvss, none)
    : questionOf(slashable, holders, model, ofAvss)
  const isThere = (isByRow ? rows : (pieces?.matrix ?? slashable).value).map((one) => {
    return one.isZero !== true
  })
  const isLost = expectedLoss(
    isThere.map((one) => (one ? 1n : 0n)),
    question.model,
  )
  const maximal = pieces
    ? capitalAtRisk(graph, valuation)
    : Value.sum(isByRow ? holders : slashable.value, none)
  const derived = () => (isDistributed(question) ? maximal.derived(expectedOf(question)) : null)
  return {
    question,
    maximal,
    expected: isLost.num === 0n ? none : derived(),
    anyLoss: anyLoss(isThere.map(Number), question.model),
    holders,
    slashable,
  }
}

/** Whether the distribution of the losses is known. */
function isDistributed(question: LossQuestion): boolean {
  const { losses, unit, model } = question
  const amounts = losses.map((loss) => quotient(loss, unit))
  return isKnown(amounts, model, capsOf(question))
}

/** Whether every fault takes all that can be slashed. */
function takesAll({ severity, groups }: FaultModel): boolean {
  return severity === undefined && groups.every((group) => group.severity === undefined)
}

/** Losses by operator, or by operator and AVS. */
function questionOf(
  matrix: StakeMatrix,
  losses: readonly Value[],
  model: FaultModel,
  ofAvss: readonly ColumnFault[],
): LossQuestion {
  const { stake, ...priced } = pricedPart(matrix)
  return ofAvss.length === 0
    ? rowQuestion(priced, Value.pricedPart(losses, stake.none).amounts, model)
    : entryQuestion(priced, model, ofAvss)
}

/** The same where vaults can be slashed by more than is in them: of a vault all together lose at most its stake. */
function vaultQuestion(
  { matrix, losses, piecesOf, vaults }: VaultPieces,
  model: FaultModel,
  ofAvss: readonly ColumnFault[],
  none: Value,
): LossQuestion {
  const { stake: _, ...priced } = pricedPart(matrix)
  const amounts = (values: readonly Value[]) => Value.pricedPart(values, none).amounts
  const caps = amounts(vaults.map(({ cap }) => cap)).map((cap, vault) => {
    return { cap, pieces: vaults[vault]!.pieces }
  })
  const ofPieces = spread(model, piecesOf, matrix.rows.length)
  if (ofAvss.length === 0) return rowQuestion(priced, amounts(losses), ofPieces, caps)
  const faults = ofAvss.map(({ rows, ...fault }) => {
    return { ...fault, rows: rows?.flatMap((operator) => piecesOf[operator]!) ?? null }
  })
  return entryQuestion(priced, ofPieces, faults, caps)
}

/** Expected loss of the priced part: exact; of vaults that are capped to the precision of doubles. */
function expectedOf(question: LossQuestion): Ratio {
  const { losses, model, unit, caps } = question
  const capped = new Set(caps.flatMap(({ pieces }) => pieces))
  const free = losses.map((loss, piece) => (capped.has(piece) ? 0n : loss))
  const { num, den } = expectedLoss(free, model)
  const exact = { num, den: den * unit }
  if (caps.length === 0) return exact
  const ofVaults = losses.map((loss, piece) => (capped.has(piece) ? quotient(loss, unit) : 0))
  return add(
    exact,
    fromDouble(cappedExpected(ofVaults, faultsOf(ofVaults, model), capsOf(question))),
  )
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
    expectedShortfall: ifKnown(expectedShortfall, isComplete || expected?.isZero === true),
  }
  const isMissing = valueAtRisk === null || expectedShortfall === null
  const missing = expected === null ? 'NOT_ADDITIVE' : 'TOO_FEW_DRAWS'
  return {
    level: text,
    ...figures,
    lower: ifKnown(lower, isComplete),
    upper: isComplete ? upper : null,
    shortfallLower: ifKnown(shortfallLower, isComplete),
    shortfallUpper: isComplete ? shortfallUpper : null,
    coverage: covered([], () => holders).coverage,
    nullReason: isMissing ? missing : Object.values(figures).includes(null) ? 'UNPRICED' : null,
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
