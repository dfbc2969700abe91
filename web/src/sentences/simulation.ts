import type { Measure } from '../data/measure'
import type { OutcomeFragment } from '../data/types.generated'
import { apart, change, compared, product } from '../format/decimal'
import { agreed, calledOf, capitalized, counted } from '../format/text'

/** What a simulation says in short. */
export function simulationSentences(
  { capitalLossValue, position, rounds, avss, operators, meta }: OutcomeFragment,
  measure: Measure,
): string[] {
  const least = meta.coverage?.isComplete === false ? 'at least ' : ''
  const loss =
    capitalLossValue === null
      ? 'What is lost has no price'
      : `${least}${measure.text(capitalLossValue)} ${capitalLossValue === '1' ? 'is' : 'are'} lost`
  const hit = new Set(operators.flatMap(({ operator }) => operator?.id ?? []))
  const vaults = operators.filter(({ operator }) => operator === null).length
  const all = vaults === 0 ? '' : ` and of all in ${counted(vaults, 'vault')}`
  return [
    ...(position ? [positionSentence(position, least, measure)] : []),
    `${capitalized(loss)}: shares of ${counted(hit.size, 'operator')}${all} change, and the stake of ${counted(avss.length, 'service')}.`,
    `${failures(avss)}; it ends after ${counted(rounds.length, 'round')}.`,
    ...hardest(avss),
  ]
}

/** What the address that was asked for loses. */
function positionSentence(
  { value, pools }: NonNullable<OutcomeFragment['position']>,
  least: string,
  measure: Measure,
): string {
  if (pools.length === 0) return 'Your address loses nothing.'
  if (value === null) return 'What your address loses has no price.'
  return `Your address loses ${least}${measure.text(value)}.`
}

/** Which service loses the largest part of its stake. */
function hardest(avss: OutcomeFragment['avss']): string[] {
  const known = avss.flatMap(({ avs, before, after }) =>
    before === null || after === null || before === '0' ? [] : [{ avs, before, after }],
  )
  const [first] = known.sort((a, b) =>
    compared(product(a.after, b.before), product(b.after, a.before)),
  )
  if (!first) return []
  const moved = change(first.before, first.after)
  const by = moved === '0.0 %' ? 'less than 0.1 %' : moved
  return [`${calledOf(first.avs)} is hit the hardest: its stake changes by ${by}.`]
}

/** How many services fail, and of how many stake without a price decides it. */
function failures(avss: OutcomeFragment['avss']): string {
  const failed = avss.filter(({ hasFailed }) => hasFailed === true).length
  const open = avss.filter(({ hasFailed }) => hasFailed === null).length
  const unknown = open === 0 ? '' : `, of ${counted(open, 'service')} it is unknown`
  if (failed > 0)
    return `${counted(failed, 'service')} ${agreed(failed, 'fails', 'fail')}${unknown}`
  return open === 0
    ? 'No service fails'
    : `Whether ${counted(open, 'service')} ${agreed(open, 'fails', 'fail')} is unknown`
}

/** What two simulations say beside each other. */
export function scenariosSentences(
  first: OutcomeFragment,
  second: OutcomeFragment,
  measure: Measure,
): string[] {
  const word = ({ avss }: OutcomeFragment) => {
    const said = failures(avss)
    return `${said[0]!.toLowerCase()}${said.slice(1)}`
  }
  return [
    lossesSentence(first, second, measure),
    `In the first: ${word(first)}; in the second: ${word(second)}.`,
  ]
}

function lossesSentence(one: OutcomeFragment, other: OutcomeFragment, measure: Measure): string {
  const [first, second] = [one.capitalLossValue, other.capitalLossValue]
  // Of what has no price either may lose more.
  const isPart = [one, other].some(({ meta }) => meta.coverage?.isComplete === false)
  const of = isPart ? ', of what has a price' : ''
  if (first === null || second === null) {
    return 'Which of the two loses more is unknown: not all that is lost has a price.'
  }
  const more = compared(first, second)
  if (more === 0) return `Both lose the same: ${measure.text(first)}${of}.`
  const [large, small] = more > 0 ? ['first', 'second'] : ['second', 'first']
  const [most, least] = more > 0 ? [first, second] : [second, first]
  return `The ${large} loses ${measure.text(most)}, ${measure.text(apart(first, second))} more than the ${small}, which loses ${measure.text(least)}${of}.`
}
