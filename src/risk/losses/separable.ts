import type { Fault } from './faults'
import type { Block, Chance } from './lattice'

/** Maximum number of combinations of faults that overlap others. */
const MAX_SCENARIOS = 64

/** A case of the faults that overlap others: what is lost then, and the blocks of the rest. */
export interface Scenario {
  readonly probability: number
  /** Loss by these faults. */
  readonly start: number
  readonly blocks: readonly Block[]
}

/**
 * Independent blocks of rows, in each case of the faults that would connect them. Null: those have
 * more than 64 cases.
 */
export function scenariosOf(
  losses: readonly number[],
  faults: readonly Fault[],
): Scenario[] | null {
  const merged = mergeRows(losses, faults)
  const overlapping = overlappingFaults(merged.faults, merged.losses.length)
  const some = merged.faults.filter((fault) => overlapping.has(fault))
  const others = merged.faults.filter((fault) => !overlapping.has(fault))
  let cases = [{ probability: 1, left: merged.losses.map(() => 1) }]
  for (const { severity, probability, spared, rows } of some) {
    if (cases.length * (severity.length + 1) > MAX_SCENARIOS) return null
    cases = cases.flatMap((one) => [
      { ...one, probability: one.probability * spared },
      ...severity.map(({ part, weight }) => {
        const left = [...one.left]
        for (const row of rows) left[row]! *= 1 - part
        return { probability: one.probability * probability * weight, left }
      }),
    ])
  }
  return cases
    .filter(({ probability }) => probability > 0)
    .map(({ probability, left }) => ({
      probability,
      start: merged.losses.reduce((sum, loss, row) => sum + loss * (1 - left[row]!), 0),
      blocks: blocksOf(
        merged.losses.map((loss, row) => loss * left[row]!),
        others,
      ),
    }))
}

/** Rows that the same faults hit, as one row. */
function mergeRows(losses: readonly number[], faults: readonly Fault[]) {
  const hitBy = losses.map((): number[] => [])
  faults.forEach(({ rows }, fault) => {
    for (const row of rows) hitBy[row]!.push(fault)
  })
  const merged: { loss: number; faults: readonly number[] }[] = []
  const known = new Map<string, number>()
  hitBy.forEach((list, row) => {
    if (list.length === 0) return
    const at = known.get(list.join())
    if (at !== undefined) merged[at]!.loss += losses[row]!
    else {
      known.set(list.join(), merged.length)
      merged.push({ loss: losses[row]!, faults: list })
    }
  })
  const rowsOf = faults.map((): number[] => [])
  merged.forEach(({ faults }, row) => {
    for (const fault of faults) rowsOf[fault]!.push(row)
  })
  return {
    losses: merged.map(({ loss }) => loss),
    faults: faults.map((fault, index) => ({ ...fault, rows: rowsOf[index]! })),
  }
}

/** Faults without which the rest hits each row alone, or with one common fault. */
function overlappingFaults(faults: readonly Fault[], rows: number): Set<Fault> {
  const found = new Set<Fault>()
  const common = new Array<Fault | null>(rows).fill(null)
  // Small ones stay: large ones connect the most.
  const wide = faults.filter(({ rows }) => rows.length > 1)
  for (const fault of [...wide].sort((a, b) => a.rows.length - b.rows.length)) {
    if (fault.rows.some((row) => common[row])) found.add(fault)
    else for (const row of fault.rows) common[row] = fault
  }
  return found
}

function blocksOf(losses: readonly number[], faults: readonly Fault[]): Block[] {
  const own = losses.map((): readonly Chance[] => NEVER)
  const inCommon = new Set<number>()
  for (const fault of faults) {
    if (fault.rows.length > 1) for (const row of fault.rows) inCommon.add(row)
    else if (fault.rows.length === 1) own[fault.rows[0]!] = together(own[fault.rows[0]!]!, fault)
  }
  const rowOf = (row: number) => ({ loss: losses[row]!, own: own[row]! })
  const rows = [...losses.keys()].filter((row) => losses[row]! > 0)
  const alone = rows.filter((row) => !inCommon.has(row)).map(rowOf)
  return [
    ...alone.map((row) => ({ common: NEVER, rows: [row] })),
    ...faults
      .filter(({ rows }) => rows.length > 1)
      .map((fault): Block => {
        const hit = fault.rows.filter((row) => losses[row]! > 0).map(rowOf)
        const common = together(NEVER, fault)
        if (hit.some(({ own }) => own.length > 1 || own[0]!.part > 0)) return { common, rows: hit }
        // Without faults of their own they are one row.
        const loss = hit.reduce((sum, { loss }) => sum + loss, 0)
        return { common: NEVER, rows: [{ loss, own: common }] }
      }),
  ]
}

/** Nothing is taken. */
const NEVER: readonly Chance[] = [{ part: 0, probability: 1 }]

/** Parts that are taken with one more fault. */
function together(before: readonly Chance[], { spared, probability, severity }: Fault): Chance[] {
  const all = before.flatMap(({ part, probability: own }) => [
    { part, probability: own * spared },
    ...severity.map((outcome) => ({
      part: 1 - (1 - part) * (1 - outcome.part),
      probability: own * probability * outcome.weight,
    })),
  ])
  return all.filter(({ probability }) => probability > 0)
}
