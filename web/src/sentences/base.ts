import type { Measure } from '../data/measure'
import type { BaseQuery } from '../data/types.generated'
import { percent, short } from '../format/decimal'
import { calledOf, counted } from '../format/text'

/** What restaked security itself rests on. */
export function baseSentences({ baseLayer }: BaseQuery, measure: Measure): string[] {
  const { native, all, beaconChain, depeg } = baseLayer
  const held = `${short(native.restaked)} ETH are restaked natively, of which ${short(native.delegated)} are delegated`
  const part =
    native.share === null || native.toThird === null
      ? `; what part of all staked ETH that is depends on how much is staked, which you can give.`
      : `: ${percent(native.share)} of all staked ETH, ${native.toThird.startsWith('-') ? 'more than a third' : `${percent(native.toThird)} away from a third`}.`
  return [
    `${held}${part}`,
    classes(all, measure),
    beaconChain.stakers === 0
      ? 'No restaker is known to have lost anything by the beacon chain.'
      : `${counted(beaconChain.stakers, 'restaker')} lost ${short(beaconChain.lost)} ETH by the beacon chain and by operator sets.`,
    ...(depeg ? [fall(depeg)] : []),
  ]
}

function classes(all: BaseQuery['baseLayer']['all'], measure: Measure): string {
  if (!all || all.stake === null) return 'What assets stand behind services is unknown.'
  const [first] = all.classes
  const stake = `Behind all services stand ${measure.text(all.stake)}`
  if (!first) return `${stake}; no label file says of which classes.`
  const share =
    first.share ?? (first.atLeast === first.atMost && first.atLeast !== null ? first.atLeast : null)
  const part =
    share !== null
      ? percent(share)
      : first.atLeast === null || first.atMost === null
        ? 'an unknown part'
        : `${percent(first.atLeast)} to ${percent(first.atMost)}`
  return `${stake}; the largest of ${counted(all.classes.length, 'class', 'classes')} is ${first.name} with ${part}.`
}

function fall({ first, avss, nullReason }: NonNullable<BaseQuery['baseLayer']['depeg']>): string {
  if (first && first.depeg !== null) {
    return `${calledOf(first.avs)} falls under its minimum if the price falls by more than ${percent(first.depeg)}.`
  }
  if (avss.some(({ outcome }) => outcome === 'ALREADY_UNDER')) {
    return 'It is under its minimum already.'
  }
  if (avss.some(({ outcome }) => outcome === 'NEVER')) {
    return 'It keeps its minimum, even if the class is worth nothing.'
  }
  return `Whether it keeps its minimum is unknown (${nullReason ?? avss[0]?.nullReason ?? 'no reason given'}).`
}
