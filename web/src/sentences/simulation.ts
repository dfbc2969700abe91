import type { OutcomeFragment } from '../data/types.generated'
import { apart, compared, short } from '../format/decimal'
import { counted } from '../format/text'

/** What a simulation says in short. */
export function simulationSentences(
  { capitalLossValue, rounds, avss, operators, meta }: OutcomeFragment,
  unit: string,
): string[] {
  const least = meta.coverage?.isComplete === false ? 'at least ' : ''
  const loss =
    capitalLossValue === null
      ? 'What is lost has no price'
      : `${least}${short(capitalLossValue)} ${unit} ${capitalLossValue === '1' ? 'is' : 'are'} lost`
  const rowsOf = new Set(operators.map(({ operator }) => operator?.id))
  return [
    `${loss[0]!.toUpperCase()}${loss.slice(1)}: shares of ${counted(rowsOf.size, 'operator')} change, and the stake of ${counted(avss.length, 'service')}.`,
    `${failures(avss)}; it ends after ${counted(rounds.length, 'round')}.`,
  ]
}

/** How many services fail, and of how many stake without a price decides it. */
function failures(avss: OutcomeFragment['avss']): string {
  const failed = avss.filter(({ hasFailed }) => hasFailed === true).length
  const open = avss.filter(({ hasFailed }) => hasFailed === null).length
  const unknown = open === 0 ? '' : `, of ${counted(open, 'service')} it is unknown`
  if (failed > 0)
    return `${counted(failed, 'service')} ${failed === 1 ? 'fails' : 'fail'}${unknown}`
  return open === 0 ? 'No service fails' : `Whether ${counted(open, 'service')} fail is unknown`
}

/** What two simulations say beside each other. */
export function scenariosSentences(
  first: OutcomeFragment,
  second: OutcomeFragment,
  unit: string,
): string[] {
  const word = ({ avss }: OutcomeFragment) => {
    const said = failures(avss)
    return `${said[0]!.toLowerCase()}${said.slice(1)}`
  }
  return [
    lossesSentence(first, second, unit),
    `In the first: ${word(first)}; in the second: ${word(second)}.`,
  ]
}

function lossesSentence(one: OutcomeFragment, other: OutcomeFragment, unit: string): string {
  const [first, second] = [one.capitalLossValue, other.capitalLossValue]
  // Of what has no price either may lose more.
  const isPart = [one, other].some(({ meta }) => meta.coverage?.isComplete === false)
  const of = isPart ? ', of what has a price' : ''
  if (first === null || second === null) {
    return 'Which of the two loses more is unknown: not all that is lost has a price.'
  }
  const more = compared(first, second)
  if (more === 0) return `Both lose the same: ${short(first)} ${unit}${of}.`
  const [large, small] = more > 0 ? ['first', 'second'] : ['second', 'first']
  const [most, least] = more > 0 ? [first, second] : [second, first]
  return `The ${large} loses ${short(most)} ${unit}, ${short(apart(first, second))} more than the ${small}, which loses ${short(least)}${of}.`
}
