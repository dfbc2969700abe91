import { add, multiply, type Ratio, ratio } from '../math/ratio'
import { allFaults, expectedParts, type FaultModel } from './fault-model'

/**
 * Expected loss of all rows, exact: sum of the part that is lost on average * loss, in units of the
 * losses.
 * @throws RangeError as `wholeModel`
 */
export function expectedLoss(losses: readonly bigint[], faults: FaultModel): Ratio {
  // Rows with the same part first: fewer fractions to add.
  const byPart = new Map<string, { part: Ratio; sum: bigint }>()
  expectedParts(faults, losses.length).forEach((part, row) => {
    const key = `${part.num}/${part.den}`
    const known = byPart.get(key) ?? { part, sum: 0n }
    known.sum += losses[row]!
    byPart.set(key, known)
  })
  return [...byPart.values()].reduce(
    (total, { part, sum }) => add(total, multiply(part, ratio(sum))),
    ratio(0n),
  )
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
