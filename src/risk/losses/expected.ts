import { add, multiply, type Ratio, ratio } from '../math/ratio'
import { allFaults, expectedParts, type FaultModel } from './fault-model'

/** Parts by model: of one model, what is lost is asked of several stakes. */
const known = new WeakMap<FaultModel, readonly Ratio[]>()

/**
 * Expected loss of all rows, exact: sum of the part that is lost on average * loss, in units of the
 * losses.
 * @throws RangeError as `wholeModel`
 */
export function expectedLoss(losses: readonly bigint[], faults: FaultModel): Ratio {
  // Rows with the same part first: fewer fractions to add.
  const byPart = new Map<string, { part: Ratio; sum: bigint }>()
  partsOf(faults, losses.length).forEach((part, row) => {
    const key = `${part.num}/${part.den}`
    const same = byPart.get(key) ?? { part, sum: 0n }
    same.sum += losses[row]!
    byPart.set(key, same)
  })
  return [...byPart.values()].reduce(
    (total, { part, sum }) => add(total, multiply(part, ratio(sum))),
    ratio(0n),
  )
}

function partsOf(faults: FaultModel, rows: number): readonly Ratio[] {
  const before = known.get(faults)
  if (before?.length === rows) return before
  const parts = expectedParts(faults, rows)
  known.set(faults, parts)
  return parts
}

/**
 * Mean number of slashings in a draw, of operators without stake in a group, too; a row that is
 * slashed alone and with its group counts twice.
 * @throws RangeError as `wholeModel`
 */
export function slashingsPerDraw(losses: readonly bigint[], faults: FaultModel): number {
  return allFaults(faults, losses.length).reduce((sum, { members, probability: { num, den } }) => {
    const isNothing = members.length === 1 && losses[members[0]!]! === 0n
    return isNothing ? sum : sum + (members.length * Number(num)) / Number(den)
  }, 0)
}
