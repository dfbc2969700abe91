import { type FaultModel, wholeModel } from './fault-model'
import { uniform } from './random'

/** Most independent faults of which all combinations are tried. */
export const MAX_EXACT_FAULTS = 18
/** Fewest draws beyond a level from which its expected shortfall is told. */
const MIN_EXCEEDANCES = 100
/** Half width of a 99 % interval in standard deviations. */
const Z99 = 2.5758293035489004

/** What is lost beyond a probability. */
export interface Tail {
  /** Least loss that is not exceeded with probability `level`; null: too few draws lie beyond it. */
  readonly valueAtRisk: number | null
  /** Mean of the worst 1 - level of all cases. */
  readonly expectedShortfall: number | null
  /** 99 % interval of `valueAtRisk` by order statistics; null if it is exact. */
  readonly interval: readonly [number, number] | null
}

/** How much is lost in a period, with which probability. Amounts as given. */
export interface LossDistribution {
  readonly isExact: boolean
  /** Probability that anything is lost. */
  readonly anyLoss: number
  /** Tail at a level in (0, 1). */
  tail(level: number): Tail
}

/**
 * Losses of rows that are slashed by themselves or with their group: by all combinations of faults if there are few, else
 * by draws.
 *
 * @param losses what each row loses if it is slashed
 * @throws RangeError as `wholeModel`, on a negative loss, and on a number of draws that is not above 0
 */
export function lossDistribution(
  losses: readonly number[],
  model: FaultModel,
  { seed, draws }: { seed: number; draws: number },
): LossDistribution {
  if (!Number.isInteger(draws) || draws < 1) throw new RangeError(`Not a number of draws: ${draws}`)
  for (const loss of losses) if (!(loss >= 0)) throw new RangeError(`Not a loss: ${loss}`)
  const faults = faultsOf(losses, model)
  return faults.length <= MAX_EXACT_FAULTS
    ? exactly(losses, faults)
    : bySampling(losses, faults, seed, draws)
}

/** Something that happens by itself, and whom it slashes. */
interface Fault {
  probability: number
  rows: readonly number[]
}

function faultsOf(losses: readonly number[], model: FaultModel): Fault[] {
  const { unit, own, shock } = wholeModel(model)
  const part = (value: bigint) => Number(value) / Number(unit)
  const matters = (row: number) => losses[row]! > 0
  return [
    ...own.map((p, row) => ({ probability: part(p), rows: [row].filter(matters) })),
    ...shock.map((q, group) => ({
      probability: part(q),
      rows: model.groups[group]!.members.filter(matters),
    })),
  ].filter(({ probability, rows }) => probability > 0 && rows.length > 0)
}

function exactly(losses: readonly number[], faults: readonly Fault[]): LossDistribution {
  const cases = new Map<number, number>()
  for (let state = 0; state < 2 ** faults.length; state++) {
    const hit = new Set<number>()
    let probability = 1
    faults.forEach((fault, bit) => {
      if ((state >> bit) & 1) {
        probability *= fault.probability
        for (const row of fault.rows) hit.add(row)
      } else probability *= 1 - fault.probability
    })
    // In the order of rows, so that equal groups give equal sums.
    const loss = [...hit].sort((a, b) => a - b).reduce((sum, row) => sum + losses[row]!, 0)
    cases.set(loss, (cases.get(loss) ?? 0) + probability)
  }
  const sorted = [...cases].sort(([a], [b]) => a - b)
  return {
    isExact: true,
    anyLoss: sorted.reduce((sum, [loss, probability]) => (loss > 0 ? sum + probability : sum), 0),
    tail(level) {
      let below = 0
      const at = sorted.findIndex(([, probability]) => {
        below += probability
        // Sums of doubles fall short of a level that they reach by a rounding.
        return below >= level - 1e-12
      })
      const valueAtRisk = sorted[at]![0]
      const beyond = sorted.slice(at + 1).reduce((sum, [loss, p]) => sum + loss * p, 0)
      const expectedShortfall = (beyond + valueAtRisk * Math.max(0, below - level)) / (1 - level)
      return { valueAtRisk, expectedShortfall, interval: null }
    },
  }
}

function bySampling(
  losses: readonly number[],
  faults: readonly Fault[],
  seed: number,
  draws: number,
): LossDistribution {
  const next = uniform(seed)
  const total = new Float64Array(draws)
  // Faults by row, because a row that is hit twice in a draw loses once.
  const byRow = new Map<number, Int32Array[]>()
  for (const { probability, rows } of faults) {
    const hits = drawsHit(probability, draws, next)
    for (const row of rows) byRow.set(row, [...(byRow.get(row) ?? []), hits])
  }
  const lastRow = new Int32Array(draws).fill(-1)
  for (const [row, lists] of byRow) {
    const loss = losses[row]!
    for (const hits of lists) {
      for (const draw of hits) {
        if (lastRow[draw] === row) continue
        lastRow[draw] = row
        total[draw]! += loss
      }
    }
  }
  total.sort()
  return {
    isExact: false,
    anyLoss: total.reduce((count, loss) => (loss > 0 ? count + 1 : count), 0) / draws,
    tail(level) {
      const beyond = draws * (1 - level)
      if (beyond < MIN_EXCEEDANCES) {
        return { valueAtRisk: null, expectedShortfall: null, interval: null }
      }
      const at = Math.ceil(draws * level) - 1
      const width = Z99 * Math.sqrt(draws * level * (1 - level))
      const near = (index: number) => total[Math.min(draws - 1, Math.max(0, index))]!
      const above = total.subarray(at + 1).reduce((sum, loss) => sum + loss, 0)
      return {
        valueAtRisk: near(at),
        expectedShortfall: (above + near(at) * (at + 1 - draws * level)) / beyond,
        interval: [near(Math.floor(at - width)), near(Math.ceil(at + width))],
      }
    },
  }
}

/** Draws in which a fault happens: from one to the next by jumps, so that rare faults cost little. */
function drawsHit(probability: number, draws: number, next: () => number): Int32Array {
  const hits: number[] = []
  if (probability === 1) return Int32Array.from({ length: draws }, (_, draw) => draw)
  const log = Math.log1p(-probability)
  for (let draw = -1; ; ) {
    draw += 1 + Math.floor(Math.log1p(-next()) / log)
    if (draw >= draws) return Int32Array.from(hits)
    hits.push(draw)
  }
}
