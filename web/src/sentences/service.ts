import type { Measure } from '../data/measure'
import type { ServiceQuery } from '../data/types.generated'
import { compared, percent } from '../format/decimal'
import { agreed, calledOf, counted } from '../format/text'

/** How secure a service is, who could break it at what cost, and who can slash for it. */
export function serviceSentences(
  { services, concentration, commitments }: ServiceQuery,
  measure: Measure,
): string[] {
  const [figures] = services.avss
  if (!figures) {
    return [
      commitments.length === 0
        ? 'No operator is registered to it, and no stake is committed to it.'
        : `No operator is registered to it with priced stake; it counts on ${counted(commitments.length, 'commitment')}, listed below.`,
    ]
  }
  const { registered, slashable, phantomShare, members, costOfCorruption, redistributes } = figures
  const third = concentration.third.count
  const isAll = registered !== null && slashable !== null && compared(slashable, registered) >= 0
  return [
    verdict(figures, third),
    registered === null || slashable === null
      ? `${counted(members, 'operator')} ${agreed(members, 'is', 'are')} registered, whose stake has no price.`
      : `${counted(members, 'operator')} with ${measure.text(registered)} ${agreed(members, 'is', 'are')} registered, ${slashable === '0' ? 'of which nothing' : `${isAll ? 'and' : 'but only'} ${measure.text(slashable)}`} can be slashed${phantomShare === null || isAll ? '' : `: ${percent(phantomShare)} is a claim that nothing stands behind`}.`,
    ...(third === null
      ? []
      : [
          `${counted(third, 'operator')} ${agreed(third, 'alone has', 'together have')} more than a third of its stake${costOfCorruption === null ? '' : slashable === '0' ? `; to corrupt it takes ${measure.text(costOfCorruption)} of stake, of which it could slash nothing` : `; to corrupt it costs at least ${measure.text(costOfCorruption)}`}.`,
        ]),
    redistributes
      ? 'Some of what it slashes goes to a recipient, so whoever controls the slasher can gain by slashing.'
      : 'What it slashes is burned: nobody gains by slashing.',
    slashersSentence(figures.operatorSets, services.slasherNotice),
  ]
}

type Figures = ServiceQuery['services']['avss'][number]

/** Whether it is secured, in short: what can be slashed, and how few could stop it. */
function verdict({ slashable, phantomShare }: Figures, third: number | null): string {
  if (slashable === '0') return 'Not secured by slashing: it can slash nothing.'
  const backed =
    slashable === null
      ? 'Whether it is secured is unknown'
      : phantomShare !== null && compared(phantomShare, '0.5') > 0
        ? 'Weakly secured: most of what is registered cannot be slashed'
        : 'Secured: most of what is registered can be slashed'
  if (third === null) return `${backed}; how few can stop it is unknown.`
  return third === 1
    ? `${backed}, but one operator alone can stop it.`
    : `${backed}, and no single operator can stop it.`
}

/** Who can slash for it, and with what notice. */
function slashersSentence(sets: Figures['operatorSets'], notice: number | null): string {
  const slashers = new Map(
    sets.flatMap(({ slasher }) => (slasher ? [[slasher.id, slasher] as const] : [])),
  )
  const who = [...slashers.values()].slice(0, 3).map(calledOf).join(', ')
  const more = slashers.size > 3 ? ` and ${slashers.size - 3} more` : ''
  const can =
    slashers.size === 0 ? 'Who can slash for it is unknown' : `${who}${more} can slash for it`
  const next = sets.filter(({ pendingSlasher }) => pendingSlasher).length
  const change =
    next > 0
      ? ` The slasher of ${counted(next, 'operator set')} will change, as listed below.`
      : notice === null
        ? ''
        : ` The last change of a slasher was announced ${counted(notice, 'block')} before its effect.`
  return `${can}; the core contracts ask for no notice, but some vaults give time for a veto.${change}`
}
