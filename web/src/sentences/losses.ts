import type { Measure } from '../data/measure'
import type { LossesQuery } from '../data/types.generated'
import { percent, short } from '../format/decimal'
import { agreed, calledOf, capitalized, counted } from '../format/text'

type Losses = LossesQuery['lossDistribution']

/** How much is lost with which probability, as assumed. @param level of the tail, `0.99` */
export function lossesSentences(
  { lossDistribution, correlation, coSlashings }: LossesQuery,
  measure: Measure,
  level: string,
): string[] {
  const { expectedLoss, maximalLoss, anyLoss, meta, tails } = lossDistribution
  if (maximalLoss === null && meta.nullReason !== null) {
    return [`Losses are unknown (${meta.nullReason}).`, observed(coSlashings)]
  }
  const priced = meta.coverage?.isComplete === false ? ' of what has a price' : ''
  const most = maximalLoss === null ? 'an unknown amount' : `${measure.text(maximalLoss)}`
  const mean =
    expectedLoss === null
      ? `The mean loss is unknown (${meta.nullReason ?? 'no reason given'}); at most ${most}${priced} can be lost.`
      : `On average ${measure.text(expectedLoss)}${priced} are lost in the period; at most ${most}.`
  const tail = tails.find((one) => one.level === level)
  return [
    mean,
    ...(anyLoss === null
      ? []
      : [`That anything is lost has a probability of ${percent(anyLoss)}.`]),
    ...(tail ? [tailSentence(tail, measure)] : []),
    ...together(correlation),
    observed(coSlashings),
  ]
}

function tailSentence(tail: Losses['tails'][number], measure: Measure): string {
  const { level, valueAtRisk, expectedShortfall, nullReason } = tail
  if (valueAtRisk === null) return `The loss at ${percent(level)} is unknown (${nullReason}).`
  const beyond =
    expectedShortfall === null ? '' : `; beyond it, ${measure.text(expectedShortfall)} on average`
  return `In ${percent(level)} of the cases no more than ${measure.text(valueAtRisk)} is lost${beyond}.`
}

function together({ pairs }: LossesQuery['correlation']): string[] {
  const [first] = pairs
  if (!first || first.value === null) return []
  return [
    `Losses of ${calledOf(first.a)} and ${calledOf(first.b)} go together the most: a correlation of ${short(first.value)}, both are hit with ${percent(first.bothHit)}.`,
  ]
}

function observed({ slashings, pairs }: LossesQuery['coSlashings']): string {
  const both = pairs.filter((pair) => pair.both > 0)
  const all = capitalized(
    `${counted(slashings, 'slashing')} ${agreed(slashings, 'was', 'were')} observed`,
  )
  return both.length === 0
    ? `${all}; no two operators were slashed on the same day.`
    : `${all}; ${both.length === pairs.length ? 'at least ' : ''}${counted(both.length, 'pair')} of operators ${agreed(both.length, 'was', 'were')} slashed on the same day.`
}
