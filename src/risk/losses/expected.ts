import { type Ratio, ratio } from '../math/ratio'
import { type FaultModel, wholeModel } from './fault-model'

/**
 * Expected loss of all rows, exact: sum of probability * loss, in units of the losses.
 * @throws RangeError as `wholeModel`
 */
export function expectedLoss(losses: readonly bigint[], faults: FaultModel): Ratio {
  const { unit, own, shock, groupOf } = wholeModel(faults, losses.length)
  let sum = 0n
  losses.forEach((loss, row) => {
    const q = groupOf[row]! < 0 ? 0n : shock[groupOf[row]!]!
    // 1 - (1 - p)(1 - q), over unit^2.
    sum += loss * (unit * unit - (unit - own[row]!) * (unit - q))
  })
  return ratio(sum, unit * unit)
}

/**
 * Mean number of slashings in a draw; a row that is slashed alone and with its group counts twice.
 * @throws RangeError as `wholeModel`
 */
export function slashingsPerDraw(losses: readonly bigint[], faults: FaultModel): number {
  const { unit, own, shock } = wholeModel(faults, losses.length)
  const part = (value: bigint) => Number(value) / Number(unit)
  return (
    own.reduce((sum, p, row) => (losses[row]! > 0n ? sum + part(p) : sum), 0) +
    shock.reduce((sum, q, at) => sum + part(q) * faults.groups[at]!.members.length, 0)
  )
}
