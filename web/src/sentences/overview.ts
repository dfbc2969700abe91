import type { Measure } from '../data/measure'
import type { Told } from '../data/told'
import type { FiguresFragment } from '../data/types.generated'
import { change, compared, percent, short } from '../format/decimal'
import { agreed, counted, figured, spanText } from '../format/text'

/** What the figures of two blocks say together, each with its reason. */
export function overviewSentences({ now, before, changes }: Told, measure: Measure): string[] {
  if (!now) return ['There are no figures at this block.']
  const known = before !== null && before.block.number < now.block.number
  return [
    ...(known ? [verdict(now, before)] : []),
    holders(now),
    ...(now.stake === null ? [] : [amounts(now, known ? before : null, measure)]),
    ...(now.phantomShare === null
      ? []
      : [
          `${percent(now.phantomShare)} of the stake that services count on as registered cannot be slashed by them.`,
        ]),
    ...(known && changes ? [changed(changes)] : []),
  ]
}

/** How much time is between the two blocks. */
function sinceText(now: FiguresFragment, before: FiguresFragment): string {
  const [to, from] = [now.block.timestampAtLeast, before.block.timestampAtLeast]
  const since = `since block ${before.block.number}`
  return to === null || from === null ? since : `${since}, ${spanText(to - from)} before`
}

/** More fragile: fewer decide, or the largest part grew. Each of the three counts alike; nothing else does. */
function verdict(now: FiguresFragment, before: FiguresFragment): string {
  const signs = [
    sign('HHI of what can be slashed', now.ofSlashable?.hhi, before.ofSlashable?.hhi, 1, short),
    sign('the operators to a third', toThird(now), toThird(before), -1, short),
    sign('slashable leverage', now.slashableLeverage, before.slashableLeverage, 1, percent),
  ].filter((one) => one !== null)
  const sum = signs.reduce((total, { direction }) => total + direction, 0)
  const word = sum > 0 ? 'More fragile than' : sum < 0 ? 'Less fragile than' : 'As fragile as'
  const reasons = signs.map(({ reason }) => reason)
  if (reasons.length === 0)
    return `Whether it became more fragile ${sinceText(now, before)} is unknown.`
  return `${word} ${sinceText(now, before).replace('since', 'at')}: ${reasons.join('; ')}.`
}

/** How few operators have a third of what can be slashed, as text; null: unknown. */
const toThird = ({ ofSlashable }: FiguresFragment): string | null =>
  ofSlashable?.nakamoto == null ? null : String(ofSlashable.nakamoto)

/** @param worse 1: more is more fragile; -1: less is */
function sign(
  name: string,
  now: string | null | undefined,
  before: string | null | undefined,
  worse: 1 | -1,
  shown: (value: string) => string,
): { direction: number; reason: string } | null {
  if (now == null || before == null) return null
  const moved = compared(now, before)
  const direction = moved * worse
  const reason =
    moved === 0
      ? `${name} stayed ${shown(now)}`
      : `${name} ${moved > 0 ? 'rose' : 'fell'} from ${shown(before)} to ${shown(now)}`
  return { direction, reason }
}

function holders(now: FiguresFragment): string {
  const { operators } = now
  const nakamoto = toThird(now)
  const topShare = now.ofSlashable?.topShare ?? null
  const all = `${counted(operators, 'operator')} ${agreed(operators, 'is', 'are')} active`
  const largest = topShare === null ? '' : ` The largest has ${percent(topShare)}.`
  if (nakamoto === null) {
    return `${all}. How many of them have a third of what can be slashed is unknown: nothing can, or it has no price.${largest}`
  }
  const hold = nakamoto === '1' ? 'of them alone has' : 'of them together have'
  return `${all}; ${nakamoto} ${hold} more than a third of the stake that can be slashed.${largest}`
}

function amounts(now: FiguresFragment, before: FiguresFragment | null, measure: Measure): string {
  const least = now.coverage?.isComplete === false ? 'at least ' : ''
  const moved = before?.stake == null ? null : change(before.stake, now.stake!)
  const slashable =
    now.slashable === null
      ? ''
      : compared(now.slashable, now.stake!) > 0
        ? `; what each service can slash adds up to ${measure.text(now.slashable)}, as vaults promise the same stake to several`
        : `, of which services can slash ${measure.text(now.slashable)}`
  return `Stake is ${least}${measure.text(now.stake!)}${moved === null ? '' : ` (${moved})`}${slashable}.`
}

function changed({ came, left, slashings }: NonNullable<Told['changes']>): string {
  const moved = [
    movedOf(came.operators.total, left.operators.total, 'operator'),
    movedOf(came.avss.total, left.avss.total, 'service'),
  ]
  return `Since then ${moved.join(', ')}, and there ${agreed(slashings.total, 'was', 'were')} ${counted(slashings.total, 'slashing')}.`
}

function movedOf(came: number, left: number, one: string): string {
  if (came === 0 && left === 0) return `no ${one} came or left`
  return `${came === 0 ? `no ${one}` : counted(came, one)} came and ${figured(left)} left`
}
