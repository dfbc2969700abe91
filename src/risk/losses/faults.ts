import { quotient } from '../math/quotient'
import { type Ratio, ratio, subtract } from '../math/ratio'
import { allFaults, type FaultModel } from './fault-model'

/** A part that a fault takes, and how often; in doubles. */
export interface Outcome {
  /** In (0, 1]. */
  readonly part: number
  readonly weight: number
}

/** An independent fault in doubles, and the rows that it slashes. */
export interface Fault {
  /** In (0, 1]. */
  readonly probability: number
  /** 1 - probability, without cancellation. */
  readonly spared: number
  readonly severity: readonly Outcome[]
  readonly rows: readonly number[]
}

const double = ({ num, den }: Ratio) => quotient(num, den)

/**
 * Faults that hit a row with a loss.
 * @param losses of each row, at least 0
 * @throws RangeError as `wholeModel`, and on a negative loss
 */
export function faultsOf(losses: readonly number[], model: FaultModel): Fault[] {
  for (const loss of losses) {
    if (!(loss >= 0)) throw new RangeError(`Not a loss of at least 0: ${loss}`)
  }
  return allFaults(model, losses.length).flatMap(({ members, probability, severity }) => {
    const rows = members.filter((row) => losses[row]! > 0)
    if (rows.length === 0) return []
    return {
      probability: double(probability),
      spared: double(subtract(ratio(1n), probability)),
      severity: severity.map(({ part, weight }) => ({
        part: double(part),
        weight: double(weight),
      })),
      rows,
    }
  })
}

/** Probability that any of some independent faults happens, without cancellation. */
export function anyOf(faults: readonly Fault[]): number {
  let log = 0
  for (const { probability } of faults) log += Math.log1p(-probability)
  // Not -0.
  return 0 - Math.expm1(log)
}

/** Expected loss of rows. */
export function expectedOf(losses: readonly number[], faults: readonly Fault[]): number {
  const kept = new Float64Array(losses.length).fill(1)
  const lost = new Float64Array(losses.length)
  for (const { probability, severity, rows } of faults) {
    const part = probability * severity.reduce((mean, { part, weight }) => mean + part * weight, 0)
    for (const row of rows) {
      // 1 - (1 - lost)(1 - part), without cancellation.
      lost[row]! += kept[row]! * part
      kept[row]! *= 1 - part
    }
  }
  return losses.reduce((sum, loss, row) => sum + loss * lost[row]!, 0)
}

/** Rows that the same faults hit, and that are under the same cap: they are slashed together. */
export interface Hit {
  readonly hitBy: readonly number[]
  /** Position of the cap; -1: none. */
  readonly cap: number
  amount: number
}

/** Mean of what rows lose, each on its own. */
export function meanOf(hits: readonly Hit[], faults: readonly Fault[]): number {
  return hits.reduce((all, { hitBy, amount }) => {
    let [kept, lost] = [1, 0]
    for (const fault of hitBy) {
      const part = meanPart(faults[fault]!)
      lost += kept * part
      kept *= 1 - part
    }
    return all + amount * lost
  }, 0)
}

/** Mean of what rows lose together, by all combinations of the faults that hit them. */
export function cappedMean(hits: readonly Hit[], cap: number, faults: readonly Fault[]): number {
  const own = [...new Set(hits.flatMap(({ hitBy }) => hitBy))].sort((a, b) => a - b)
  const position = new Map(own.map((fault, at) => [fault, at]))
  const rowsOf = own.map((): number[] => [])
  hits.forEach(({ hitBy }, row) => {
    for (const fault of hitBy) rowsOf[position.get(fault)!]!.push(row)
  })
  const left = hits.map(({ amount }) => amount)
  let mean = 0
  const from = (at: number, probability: number, lost: number): void => {
    // Nothing more is lost.
    if (at === own.length || lost >= cap) {
      mean += probability * Math.min(cap, lost)
      return
    }
    if (probability === 0) return
    const { probability: happens, spared, severity } = faults[own[at]!]!
    from(at + 1, probability * spared, lost)
    const rows = rowsOf[at]!
    const before = rows.map((row) => left[row]!)
    for (const { part, weight } of severity) {
      let more = 0
      rows.forEach((row, index) => {
        more += before[index]! * part
        left[row] = before[index]! * (1 - part)
      })
      from(at + 1, probability * happens * weight, lost + more)
    }
    rows.forEach((row, index) => {
      left[row] = before[index]!
    })
  }
  from(0, 1, 0)
  return mean
}

function meanPart({ probability, severity }: Fault): number {
  return probability * severity.reduce((mean, { part, weight }) => mean + part * weight, 0)
}
