import { uniform } from '../math/random'
import type { FaultModel } from './fault-model'
import { FaultSampler } from './fault-sampler'
import { cappedMean, type Fault, faultsOf, type Hit, meanOf } from './faults'

/** Maximum number of cases that are combined exactly: 18 faults, each of one severity. */
export const MAX_EXACT_CASES = 2 ** 18
/** Maximum number of combinations of the faults of each cap, all caps together, where not all combinations are made: 20 faults. */
const MAX_CAPPED_CASES = 2 ** 20
/** Combinations or draws per step. */
const CASES_PER_STEP = 2 ** 10
/** Largest number of faults at once that is enumerated while the others are drawn. */
const MAX_ENUMERATED = 6
/** Draws with a fault, below which it counts as hardly seen. */
const SEEN = 100
/** Part of what is left that a number of faults at once must have to be enumerated. */
const WORTHWHILE = 0.05

/** Loss of each row if it is slashed; rows that are missing lose nothing. */
export type LossByRow = ReadonlyMap<number, number>

/** Rows that lose together at most what their vault has. */
export interface LossCap {
  readonly cap: number
  /** Each row in one cap at most. */
  readonly rows: readonly number[]
}

/** Random sampling, used where there are too many combinations. */
export interface Sampling {
  readonly seed: number
  readonly draws: number
}

/** Progress in combinations of faults, or in draws. */
export interface Steps {
  readonly done: number
  readonly total: number
}

/** Cases in which a fault happens, ascending, and which of its severities each has. */
interface Events {
  readonly at: Int32Array
  /** Null: the fault has one severity. */
  readonly severity: Uint8Array | null
}

/**
 * Cases of a period. All combinations of faults if there are few enough. Otherwise all with few
 * faults at once, each with its probability, and draws of the others: on the condition that there
 * are more, so that the probability of a fault may be as small as it likes.
 */
export interface FaultCases {
  /** Whether the cases are all combinations. */
  readonly isExact: boolean
  /** Probability of each case; of draws, together that of the condition. */
  readonly weight: Float64Array
  /** Number of cases that are combinations; the draws follow. */
  readonly enumerated: number
  /** Probability of the condition of the draws; 0: there are none. */
  readonly drawnMass: number
  /**
   * Loss in each case for these losses of rows. Rows without a loss in `losses` are ignored.
   * @param room where it is written. Default: room of its own
   */
  lossIn(amounts: LossByRow, room?: Float64Array): Float64Array
  /** Expected loss, from the probabilities alone. */
  expected(amounts: LossByRow): number
  /** Loss if all faults happen, with all that each can take. */
  largest(amounts: LossByRow): number
  /**
   * What faults that few draws have can add to the mean of draws, at most: their deviation does not
   * show it. @param cap no fault adds more
   */
  unseen(amounts: LossByRow, cap?: number): number
}

/**
 * The cases of a model. A generator whose steps take a few milliseconds at most.
 * @param losses above 0 for every row that can lose something
 * @param caps of losses of rows together; each with few faults, see `hasFewFaults`, unless all combinations are made
 * @throws RangeError as `wholeModel`, on a negative loss, and unless the number of draws is a
 * positive integer
 */
export function* caseSteps(
  losses: readonly number[],
  model: FaultModel,
  { seed, draws }: Sampling,
  caps: readonly LossCap[] = [],
): Generator<Steps, FaultCases> {
  if (!Number.isInteger(draws) || draws < 1) {
    throw new RangeError(`Not a positive number of draws: ${draws}`)
  }
  const faults = faultsOf(losses, model)
  const sampler = new FaultSampler(faults, Math.min(faults.length, MAX_ENUMERATED + 1))
  const sizes = combinationsBySize(faults)
  const isExact = hasAllCombinations(faults)
  const largest = isExact ? faults.length : largestSize(sizes, sampler, draws)
  const enumerated = sum(sizes.slice(0, largest + 1))
  const drawn = isExact ? 0 : Math.max(1, draws - enumerated)
  const total = enumerated + drawn
  const lists = faults.map(() => new EventList())
  const weight = new Float64Array(total)
  let made = 0
  for (const { chosen, probability } of combinations(faults, largest)) {
    if (made % CASES_PER_STEP === 0) yield { done: made, total }
    weight[made] = probability
    for (const [fault, severity] of chosen) lists[fault]!.push(made, severity)
    made++
  }
  const drawnMass = isExact ? 0 : sampler.mass(largest + 1)
  const next = uniform(seed)
  for (let draw = 0; draw < drawn; draw++) {
    if (draw % CASES_PER_STEP === 0) yield { done: made, total }
    weight[made] = drawnMass / drawn
    sampler.draw(largest + 1, next, (fault) => {
      lists[fault]!.push(made, severityOf(faults[fault]!, next))
    })
    made++
  }
  yield { done: total, total }
  const events = faults.map(({ severity }, fault) => lists[fault]!.read(severity.length > 1))
  // In the draws, a fault comes with `largest` others or more.
  const others = isExact ? 0 : sampler.mass(largest)
  const rare = faults.map(({ probability }, fault) => {
    const seen = events[fault]!.at.length - countBelow(events[fault]!.at, enumerated)
    return seen < SEEN ? probability * others : 0
  })
  const ofCases = { faults, events, total, rare, caps }
  const figures = lossesOf(ofCases)
  if (!isExact || caps.length === 0) return { isExact, weight, enumerated, drawnMass, ...figures }
  const expected = (amounts: LossByRow) => {
    return figures.lossIn(amounts).reduce((sum, loss, one) => sum + weight[one]! * loss, 0)
  }
  return { isExact, weight, enumerated, drawnMass, ...figures, expected }
}

/** What rows lose in cases. */
function lossesOf({
  faults,
  events,
  total,
  rare,
  caps,
}: {
  readonly faults: readonly Fault[]
  readonly events: readonly Events[]
  readonly total: number
  readonly rare: readonly number[]
  readonly caps: readonly LossCap[]
}): Pick<FaultCases, 'lossIn' | 'expected' | 'largest' | 'unseen'> {
  const faultsOfRow = new Map<number, number[]>()
  faults.forEach(({ rows }, fault) => {
    for (const row of rows) faultsOfRow.set(row, [...(faultsOfRow.get(row) ?? []), fault])
  })
  const capOf = new Map(caps.flatMap(({ rows }, cap) => rows.map((row) => [row, cap] as const)))
  /** Losses by the faults that they have: those without a cap, then cap by cap. */
  const byFaults = (amounts: LossByRow): Hit[][] => {
    const found = new Map<string, Hit>()
    for (const [row, hitBy] of faultsOfRow) {
      const amount = amounts.get(row) ?? 0
      if (amount === 0) continue
      const cap = capOf.get(row) ?? -1
      const key = `${cap}:${hitBy.join()}`
      const known = found.get(key)
      if (known) known.amount += amount
      else found.set(key, { hitBy, cap, amount })
    }
    const groups: Hit[][] = Array.from({ length: caps.length + 1 }, () => [])
    for (const hit of found.values()) groups[hit.cap + 1]!.push(hit)
    return groups
  }
  const kept = new Float64Array(total).fill(1)
  const touched = new Int32Array(total)
  /** Part that faults leave in each case that one of them hits. */
  const hit = (hitBy: readonly number[]) => {
    let count = 0
    for (const fault of hitBy) {
      const { at, severity } = events[fault]!
      const parts = faults[fault]!.severity
      for (let index = 0; index < at.length; index++) {
        const one = at[index]!
        if (kept[one] === 1) touched[count++] = one
        kept[one]! *= 1 - parts[severity?.[index] ?? 0]!.part
      }
    }
    return count
  }
  const addTo = (lost: Float64Array, hits: readonly Hit[]) => {
    for (const { hitBy, amount } of hits) {
      const count = hit(hitBy)
      for (let index = 0; index < count; index++) {
        const one = touched[index]!
        lost[one]! += amount * (1 - kept[one]!)
        kept[one] = 1
      }
    }
  }
  return {
    lossIn(amounts, room) {
      const lost = room?.fill(0) ?? new Float64Array(total)
      const [free, ...capped] = byFaults(amounts)
      addTo(lost, free!)
      const together = capped.some((hits) => hits.length > 0) ? new Float64Array(total) : null
      capped.forEach((hits, at) => {
        if (hits.length === 0) return
        together!.fill(0)
        addTo(together!, hits)
        const { cap } = caps[at]!
        for (let one = 0; one < total; one++) lost[one]! += Math.min(cap, together![one]!)
      })
      return lost
    },
    expected: (amounts) =>
      byFaults(amounts).reduce((sum, hits, group) => {
        return (
          sum +
          (group === 0 ? meanOf(hits, faults) : cappedMean(hits, caps[group - 1]!.cap, faults))
        )
      }, 0),
    largest: (amounts) =>
      byFaults(amounts).reduce((sum, hits, group) => {
        const largest = hits.reduce((all, { hitBy, amount }) => {
          const left = hitBy.reduce((rest, fault) => {
            return rest * (1 - Math.max(...faults[fault]!.severity.map(({ part }) => part)))
          }, 1)
          return all + amount * (1 - left)
        }, 0)
        return sum + (group === 0 ? largest : Math.min(largest, caps[group - 1]!.cap))
      }, 0),
    unseen: (amounts, cap = Number.POSITIVE_INFINITY) =>
      faults.reduce((sum, { rows }, fault) => {
        if (rare[fault] === 0) return sum
        const amount = rows.reduce((all, row) => all + (amounts.get(row) ?? 0), 0)
        return sum + rare[fault]! * Math.min(amount, cap)
      }, 0),
  }
}

/** Expected loss of rows, some of them under caps: see `caseSteps`. */
export function cappedExpected(
  losses: readonly number[],
  faults: readonly Fault[],
  caps: readonly LossCap[],
): number {
  const none = { events: [], total: 0, rare: [] }
  return lossesOf({ faults, caps, ...none }).expected(new Map(losses.entries()))
}

/** Whether the faults that hit the rows of each cap have few enough combinations for the mean of what they lose. */
export function hasFewFaults(faults: readonly Fault[], caps: readonly LossCap[]): boolean {
  const combinations = caps.map(({ rows }) => {
    const inside = new Set(rows)
    return combinationsOf(faults.filter((fault) => fault.rows.some((row) => inside.has(row))))
  })
  return sum(combinations) <= MAX_CAPPED_CASES
}

/** How many of ascending positions are below one. */
function countBelow(at: Int32Array, end: number): number {
  const found = at.findIndex((one) => one >= end)
  return found < 0 ? at.length : found
}

/** Whether there are few enough combinations to make all of them. */
export function hasAllCombinations(faults: readonly Fault[]): boolean {
  return combinationsOf(faults) <= MAX_EXACT_CASES
}

function combinationsOf(faults: readonly Fault[]): number {
  return faults.reduce((all, { severity }) => all * (severity.length + 1), 1)
}

/** Number of combinations of each number of faults at once; Infinity: too many. */
function combinationsBySize(faults: readonly Fault[]): number[] {
  const sizes = [1, ...faults.map(() => 0)]
  faults.forEach(({ severity }, index) => {
    for (let size = index + 1; size > 0; size--) sizes[size]! += severity.length * sizes[size - 1]!
  })
  return sizes
}

/** The largest number of faults at once that is enumerated. */
function largestSize(sizes: readonly number[], sampler: FaultSampler, draws: number): number {
  let size = 0
  for (let all = 1; size < MAX_ENUMERATED; size++) {
    all += sizes[size + 1]!
    const [rest, more] = [sampler.mass(size + 1), sampler.mass(size + 2)]
    if (all > draws / 2 || rest - more < WORTHWHILE * rest) break
  }
  return size
}

/** All combinations of up to some number of faults, with their severities and probabilities. */
function* combinations(faults: readonly Fault[], largest: number) {
  const chosen: (readonly [fault: number, severity: number])[] = []
  // Of all faults from a position on: none happens. Certain faults have to.
  const none = new Float64Array(faults.length + 1).fill(1)
  for (let at = faults.length - 1; at >= 0; at--) none[at] = none[at + 1]! * faults[at]!.spared
  function* from(
    at: number,
    before: number,
  ): Generator<{ chosen: typeof chosen; probability: number }> {
    yield { chosen, probability: before * none[at]! }
    if (chosen.length === largest) return
    let spared = before
    for (let fault = at; fault < faults.length; fault++) {
      const { probability, severity } = faults[fault]!
      for (const [index, { weight }] of severity.entries()) {
        chosen.push([fault, index])
        yield* from(fault + 1, spared * probability * weight)
        chosen.pop()
      }
      spared *= faults[fault]!.spared
    }
  }
  yield* from(0, 1)
}

function severityOf({ severity }: Fault, next: () => number): number {
  if (severity.length === 1) return 0
  let left = next()
  const found = severity.findIndex(({ weight }) => {
    left -= weight
    return left < 0
  })
  return found < 0 ? severity.length - 1 : found
}

/** A list of events that grows. */
class EventList {
  private at = new Int32Array(16)
  private severity = new Uint8Array(16)
  private count = 0

  push(at: number, severity: number): void {
    if (this.count === this.at.length) {
      const [at, severity] = [new Int32Array(2 * this.count), new Uint8Array(2 * this.count)]
      at.set(this.at)
      severity.set(this.severity)
      this.at = at
      this.severity = severity
    }
    this.at[this.count] = at
    this.severity[this.count++] = severity
  }

  read(hasSeverities: boolean): Events {
    return {
      at: this.at.slice(0, this.count),
      severity: hasSeverities ? this.severity.slice(0, this.count) : null,
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
