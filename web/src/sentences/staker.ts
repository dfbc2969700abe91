import type { Measure } from '../data/measure'
import type { StakerQuery, StakersQuery } from '../data/types.generated'
import { percent } from '../format/decimal'
import { agreed, calledOf, capitalized, counted } from '../format/text'

/** How few stakers hold the stake. */
export function stakersSentences({ concentration }: StakersQuery): string[] {
  const { universe, third, shares } = concentration
  const [largest] = shares ?? []
  const { n } = universe
  const all = capitalized(
    `${counted(n, 'staker')} ${agreed(n, 'holds', 'hold')} stake at this block`,
  )
  const few =
    third.count === null
      ? `How many of them have a third is unknown (${third.nullReason ?? 'no reason given'}).`
      : third.count === 1
        ? 'It alone has more than a third of it.'
        : `${third.count} of them together have more than a third of it.`
  return [largest ? `${all}; the largest has ${percent(largest.share)}. ${few}` : `${all}.`]
}

/** What a staker has, what it can lose, and what is on its way out. */
export function stakerSentences(data: StakerQuery, measure: Measure): string[] {
  const { lookThrough, withdrawalQueue, vaultWithdrawals } = data
  const { stake, operator, operators, avss, positions } = lookThrough
  if (positions.length === 0 && stake === null) {
    return ['It has no stake at this block.', leaving(withdrawalQueue, vaultWithdrawals)]
  }
  const least = lookThrough.meta.coverage?.isComplete === false ? 'at least ' : ''
  const to = operator
    ? `all delegated to ${calledOf(operator)}`
    : operators.length === 0
      ? 'delegated to nobody'
      : `behind ${counted(operators.length, 'operator')}`
  const held =
    stake === null
      ? `It has stake in ${counted(positions.length, 'pool')} that has no price, ${to}.`
      : `It has ${least}${measure.text(stake)} in ${counted(positions.length, 'pool')}, ${to}; ${counted(avss.length, 'service')} can slash some of it.`
  return [held, ...worst(lookThrough, measure), leaving(withdrawalQueue, vaultWithdrawals)]
}

type LookThrough = StakerQuery['lookThrough']

function worst(
  { maximalLoss, maximalLossShare, worstSlashing }: LookThrough,
  measure: Measure,
): string[] {
  if (maximalLoss === null) return ['What it can lose at most is unknown.']
  if (maximalLoss === '0') return ['Nobody can slash any of it now.']
  const part = maximalLossShare === null ? '' : `, ${percent(maximalLossShare)} of what it has`
  const one =
    worstSlashing === null || worstSlashing.loss === null
      ? ''
      : ` The one slashing that costs the most is that of ${calledOf(worstSlashing.operator)}: ${measure.text(worstSlashing.loss)}.`
  return [
    `In the worst case, if everybody slashes all that they can, it loses ${measure.text(maximalLoss)}${part}.${one}`,
  ]
}

function leaving(
  { withdrawals }: StakerQuery['withdrawalQueue'],
  ofVaults: StakerQuery['vaultWithdrawals'],
): string {
  if (withdrawals === 0 && ofVaults.length === 0) return 'Nothing of it is on its way out.'
  const parts = [
    ...(withdrawals === 0 ? [] : [`${counted(withdrawals, 'withdrawal')} in the queue`]),
    ...(ofVaults.length === 0 ? [] : [`${counted(ofVaults.length, 'withdrawal')} from vaults`]),
  ]
  return `On its way out: ${parts.join(', and ')}.`
}
