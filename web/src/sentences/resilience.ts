import type { Measure } from '../data/measure'
import type { ResilienceQuery } from '../data/types.generated'
import { compared, percent, short } from '../format/decimal'
import { agreed, calledOf, counted } from '../format/text'

type Robustness = ResilienceQuery['robustness']

/** Who could be corrupted at what cost, and what the worst group could do. */
export function resilienceSentences(
  { robustness, worstOperators }: ResilienceQuery,
  measure: Measure,
): string[] {
  return [
    cheapest(robustness, measure),
    verdict(robustness, measure),
    ...control(worstOperators, measure),
    ...loss(worstOperators, measure),
  ]
}

function cheapest({ perAvs }: Robustness, measure: Measure): string {
  const known = perAvs.flatMap(({ avs, costOfCorruption: cost }) => (cost ? [{ avs, cost }] : []))
  const [first] = known.sort((a, b) => compared(a.cost.lower, b.cost.lower))
  if (!first) return 'What it costs to corrupt a service is unknown.'
  const { avs, cost } = first
  const by = cost.operators.length === 0 ? '' : `, by ${counted(cost.operators.length, 'operator')}`
  return `Of ${counted(known.length, 'service')} the cheapest to corrupt is ${calledOf(avs)}: it costs ${cost.isExact ? '' : 'at least '}${measure.text(cost.lower)}${by}.`
}

function verdict(
  { verdict: found, attack, gamma, freeAttacks, meta }: Robustness,
  measure: Measure,
) {
  if (found === null) {
    return meta.nullReason === 'ASSUMPTION_MISSING' || meta.nullReason === null
      ? 'Whether an attack pays depends on what it would gain, which the chain does not say: name a service and a value.'
      : `Whether an attack pays is not defined here (${meta.nullReason}).`
  }
  const free =
    freeAttacks.length === 0
      ? ''
      : ` ${counted(freeAttacks.length, 'service')} can be corrupted for nothing.`
  if (found === 'ATTACK' && attack) {
    return `With that value an attack pays: ${counted(attack.operators.length, 'operator')} ${agreed(attack.operators.length, 'loses', 'lose')} ${measure.text(attack.cost)} and ${agreed(attack.operators.length, 'gains', 'gain')} ${measure.text(attack.gain)}.${free}`
  }
  if (found === 'CERTIFIED') {
    const slack =
      gamma === null ? '' : `: attacks cost at least ${short(onePlus(gamma))} times what they gain`
    return `With that value no attack pays, which is proven${slack}.${free}`
  }
  return `With that value neither an attack was found, nor that there is none.${free}`
}

/** 1 + a decimal that is at least −1. */
function onePlus(gamma: string): string {
  const [whole = '0', part = ''] = gamma.replace('-', '').split('.')
  const scale = 10n ** BigInt(part.length)
  const size = BigInt(whole + part) * (gamma.startsWith('-') ? -1n : 1n)
  const sum = (scale + size).toString().padStart(part.length + 1, '0')
  return part ? `${sum.slice(0, -part.length)}.${sum.slice(-part.length)}` : sum
}

function control(
  { operators, avss, value, share, isOptimal }: ResilienceQuery['worstOperators'],
  measure: Measure,
): string[] {
  if (value === null || operators.length === 0) return []
  const proven = isOptimal ? 'no other group of that size has more' : 'a worse group may exist'
  return [
    `${counted(operators.length, 'operator')} ${agreed(operators.length, 'alone controls', 'together control')} ${counted(avss.length, 'service')} with ${measure.text(value)}${share === null ? '' : ` (${percent(share)})`}; ${proven}.`,
  ]
}

function loss({ loss: found }: ResilienceQuery['worstOperators'], measure: Measure): string[] {
  if (!found || found.value === null) return []
  return [
    `The slashing of ${counted(found.operators.length, 'operator')} destroys the most: ${measure.text(found.value)}.`,
  ]
}
