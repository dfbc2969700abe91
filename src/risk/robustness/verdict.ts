import { type Ratio, ratio, subtract } from '../math/ratio'
import type { AttackSearch } from './attack-model'
import { certificate, type Slack } from './certificate'
import { type Coalition, coalitionOf, improve } from './coalition'
import { exactSlack } from './exact-slack'
import type { RestakingNetwork } from './network'
import { roundedCertificate } from './rounded-certificate'

/**
 * Whether attacks pay.
 * - CERTIFIED: no attack pays, with at least slack `gamma` (null: no service has a profit). Proven
 *   by a certificate, by trying all coalitions (ENUMERATION), or by the bound of a solver, within
 *   its tolerances (SOLVER).
 * - ATTACK: `witness` pays, checked in exact amounts; more profitable attacks may exist.
 * - UNDECIDED: neither is proven. No attack wins more than `profitAtMost` beyond its cost: exact by
 *   the certificate, or within the tolerances of a solver.
 */
type Verdict =
  | {
      readonly status: 'CERTIFIED'
      readonly gamma: Ratio | null
      readonly by: 'CERTIFICATE' | 'ROUNDED_CERTIFICATE' | 'ENUMERATION' | 'SOLVER'
    }
  | { readonly status: 'ATTACK'; readonly witness: Coalition; readonly profit: Ratio }
  | {
      readonly status: 'UNDECIDED'
      /** The best slack that a certificate proves: negative. */
      readonly gamma: Ratio
      readonly profitAtMost: Ratio
      readonly by: 'ROUNDED_CERTIFICATE' | 'SOLVER'
    }

/**
 * The verdict on a network from certificates, from all coalitions if it is small, and from searches
 * by a solver, if any. Profits and bounds are in units of the stakes.
 */
export function verdict(
  network: RestakingNetwork,
  searches: readonly AttackSearch[] = [],
): Verdict {
  const plain = certificate(network)
  if (plain.freeAttacks.length > 0) return attack(network, coalitionOf(network, []))
  if (isProof(plain)) return { status: 'CERTIFIED', gamma: plain.gamma, by: 'CERTIFICATE' }
  const rounded = roundedCertificate(network)
  if (isProof(rounded)) {
    return { status: 'CERTIFIED', gamma: rounded.gamma, by: 'ROUNDED_CERTIFICATE' }
  }
  const exact = exactSlack(network)
  if (exact.nullReason === null) {
    if (exact.gamma.num < 0n) return attack(network, exact.worst)
    return { status: 'CERTIFIED', gamma: exact.gamma, by: 'ENUMERATION' }
  }
  const ruin = ruinOfBucket(network)
  if (ruin) return attack(network, ruin)
  for (const { found } of searches)
    if (found && found.gain > found.cost) return attack(network, found)
  for (const search of searches) {
    const gamma = solverSlack(network, search)
    if (gamma && gamma.num >= 0n) return { status: 'CERTIFIED', gamma, by: 'SOLVER' }
  }
  return undecided(network, rounded.gamma!, searches)
}

/** An attack that pays, of all who count on a bucket: they lose no more than is in it. Null: none is found. */
function ruinOfBucket(network: RestakingNetwork): Coalition | null {
  for (const { parts } of network.buckets) {
    const all = parts.map(({ validator }) => validator)
    const found = improve(network, coalitionOf(network, all))
    if (found.gain > found.cost) return found
  }
  return null
}

function isProof({ gamma }: Slack): boolean {
  return gamma === null || gamma.num >= 0n
}

function attack({ unit }: RestakingNetwork, witness: Coalition): Verdict {
  return { status: 'ATTACK', witness, profit: ratio(witness.gain - witness.cost, unit) }
}

/**
 * scale * gain - cost <= bound for every attack, so cost / gain >= scale - bound / gain, and every
 * attack wins at least the smallest profit.
 */
function solverSlack(
  { services }: RestakingNetwork,
  { profitScale, solverBound }: AttackSearch,
): Ratio | null {
  if (solverBound === null) return null
  const profits = services.flatMap(({ profit }) => (profit > 0n ? [profit] : []))
  const smallest = profits.reduce((min, profit) => (profit < min ? profit : min))
  const bound = solverBound > 0n ? solverBound : 0n
  return subtract(subtract(profitScale, ratio(bound, smallest)), ratio(1n))
}

function undecided(
  { services, unit }: RestakingNetwork,
  gamma: Ratio,
  searches: readonly AttackSearch[],
): Verdict {
  // cost >= (1 + gamma) * gain, so gain - cost <= -gamma * gain, at most -gamma times all profits.
  const everything = services.reduce((sum, { profit }) => sum + profit, 0n)
  const proven = (-gamma.num * everything) / gamma.den
  const bySolver = searches.flatMap(({ profitScale, solverBound }) =>
    solverBound !== null && profitScale.num >= profitScale.den ? [solverBound] : [],
  )
  const best = bySolver.reduce((a, b) => (b < a ? b : a), proven)
  return {
    status: 'UNDECIDED',
    gamma,
    profitAtMost: ratio(best, unit),
    by: best < proven ? 'SOLVER' : 'ROUNDED_CERTIFICATE',
  }
}
