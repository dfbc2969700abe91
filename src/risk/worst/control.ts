import type { Exposure } from '../graph/exposure'
import { ceil, type Ratio } from '../math/ratio'
import { requireThreshold } from '../math/threshold'

/** Stake of one operator in one service. */
interface Hold {
  /** Row of the operator. */
  readonly operator: number
  readonly stake: bigint
}

/** A service that can be controlled. */
interface ControlledService {
  readonly column: number
  /** Minimum stake that controls it: threshold * stake, rounded up. */
  readonly need: bigint
  /** Value that its control counts for. */
  readonly value: bigint
  /** Operators with stake, largest first, equal ones by row. */
  readonly holds: readonly Hold[]
}

/** Which operators control which services. */
export interface Control {
  readonly services: readonly ControlledService[]
  /** Positions in `services` and stake there, by operator row. */
  readonly byOperator: readonly (readonly { readonly service: number; readonly stake: bigint }[])[]
  /** Columns without stake, for which control is not defined. */
  readonly excluded: readonly number[]
}

/**
 * Control of services: a group of operators controls a service if it holds at least `threshold` of
 * its stake.
 * @param thresholds by column, in (0, 1]
 * @param values value of each column; default: its stake
 * @throws RangeError on a threshold outside (0, 1] or a negative value
 */
export function control(
  exposure: Exposure,
  thresholds: readonly Ratio[],
  values?: readonly bigint[],
): Control {
  const byOperator: { service: number; stake: bigint }[][] = exposure.rows.map(() => [])
  const services: ControlledService[] = []
  const excluded: number[] = []
  exposure.columns.forEach((_, column) => {
    const threshold = thresholds[column]!
    requireThreshold(threshold)
    const holds: Hold[] = []
    for (let entry = exposure.start[column]!; entry < exposure.start[column + 1]!; entry++) {
      const stake = exposure.value[entry]!
      if (stake > 0n) holds.push({ operator: exposure.row[entry]!, stake })
    }
    const total = holds.reduce((sum, { stake }) => sum + stake, 0n)
    const value = values ? values[column]! : total
    if (value < 0n) throw new RangeError(`Negative value: ${value}`)
    if (total === 0n) {
      excluded.push(column)
      return
    }
    for (const { operator, stake } of holds) {
      byOperator[operator]!.push({ service: services.length, stake })
    }
    services.push({
      column,
      need: ceil({ num: threshold.num * total, den: threshold.den }),
      value,
      holds: holds.sort((a, b) => Number(b.stake > a.stake) - Number(b.stake < a.stake)),
    })
  })
  return { services, byOperator, excluded }
}

/** A group of operators and what it controls. */
export interface Grip {
  /** Rows, ascending. */
  readonly operators: readonly number[]
  /** Columns, ascending. */
  readonly services: readonly number[]
  /** Sum of the values of those services. */
  readonly value: bigint
}

/** What some operators control together, exact. */
export function gripOf({ services, byOperator }: Control, operators: Iterable<number>): Grip {
  const rows = [...new Set(operators)].sort((a, b) => a - b)
  const held = services.map(() => 0n)
  for (const row of rows) for (const { service, stake } of byOperator[row]!) held[service]! += stake
  const controlled = services.filter(({ need }, service) => held[service]! >= need)
  return {
    operators: rows,
    services: controlled.map(({ column }) => column),
    value: controlled.reduce((sum, { value }) => sum + value, 0n),
  }
}

/** Checks a number of operators. @throws RangeError unless it is a non-negative integer */
export function requireCount(k: number): void {
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`Not a number of operators: ${k}`)
}
