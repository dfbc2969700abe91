import type { ServiceQuery } from '../data/types.generated'
import { percent, short } from '../format/decimal'
import { counted } from '../format/text'

/** How secure a service is, who could break it at what cost, and who can slash for it. */
export function serviceSentences(
  { services, concentration, commitments }: ServiceQuery,
  unit: string,
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
  return [
    registered === null || slashable === null
      ? `${counted(members, 'operator')} are registered; their stake has no price.`
      : `${counted(members, 'operator')} with ${short(registered)} ${unit} are registered, but only ${short(slashable)} ${unit} can be slashed${phantomShare === null ? '' : `: ${percent(phantomShare)} is a claim that nothing stands behind`}.`,
    ...(third === null
      ? []
      : [
          `${counted(third, 'operator')} ${third === 1 ? 'alone has' : 'together have'} more than a third of its stake${costOfCorruption === null ? '' : `; to corrupt it costs at least ${short(costOfCorruption)} ${unit}`}.`,
        ]),
    redistributes
      ? 'Some of what it slashes goes to a recipient, so whoever controls the slasher can gain by slashing.'
      : 'What it slashes is burned: nobody gains by slashing.',
  ]
}
