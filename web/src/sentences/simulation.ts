import type { SimulateQuery } from '../data/types.generated'
import { short } from '../format/decimal'
import { counted } from '../format/text'

/** What a simulation says in short. */
export function simulationSentences(
  { capitalLossValue, rounds, avss, operators, meta }: NonNullable<SimulateQuery['simulate']>,
  unit: string,
): string[] {
  const failed = avss.filter(({ hasFailed }) => hasFailed === true).length
  const least = meta.coverage?.isComplete === false ? 'at least ' : ''
  const loss =
    capitalLossValue === null
      ? 'What is lost has no price'
      : `${least}${short(capitalLossValue)} ${unit} ${capitalLossValue === '1' ? 'is' : 'are'} lost`
  const rowsOf = new Set(operators.map(({ operator }) => operator?.id))
  return [
    `${loss[0]!.toUpperCase()}${loss.slice(1)}: shares of ${counted(rowsOf.size, 'operator')} change, and the stake of ${counted(avss.length, 'service')}.`,
    failed === 0
      ? `No service fails; it ends after ${counted(rounds.length, 'round')}.`
      : `${counted(failed, 'service')} ${failed === 1 ? 'fails' : 'fail'}; it ends after ${counted(rounds.length, 'round')}.`,
  ]
}
