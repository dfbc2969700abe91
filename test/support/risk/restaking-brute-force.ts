import fc from 'fast-check'
import { compare, type Ratio, ratio } from '../../../src/risk/math/ratio'
import { type RestakingNetwork, restakingNetwork } from '../../../src/risk/robustness/network'

/** A fraction written as `a` or `a/b`. */
export function fraction(text: string): Ratio {
  const [num, den = '1'] = text.split('/')
  return ratio(BigInt(num!), BigInt(den))
}

/** An attack by definition: services A, validators B, gain and cost. */
export interface Attack {
  services: number[]
  validators: number[]
  gain: bigint
  cost: bigint
}

const bits = (mask: number) => [...Array(31).keys()].filter((bit) => (mask >> bit) & 1)

/**
 * Every pair (A, B), A not empty, with enough of each service's stake in B, among validators and
 * services that are left: nothing but the definition.
 */
function attacks(network: RestakingNetwork, validators: number[], services: number[]): Attack[] {
  const found: Attack[] = []
  const sum = (positions: number[]) => positions.reduce((s, v) => s + network.stake[v]!, 0n)
  for (let b = 0; b < 2 ** validators.length; b++) {
    const inside = new Set(bits(b).map((index) => validators[index]!))
    for (let a = 1; a < 2 ** services.length; a++) {
      const chosen = bits(a).map((index) => services[index]!)
      const enough = chosen.every((s) => {
        const { threshold, validators: all } = network.services[s]!
        const left = all.filter((v) => validators.includes(v))
        const brought = sum(left.filter((v) => inside.has(v)))
        return compare(ratio(brought), ratio(threshold.num * sum(left), threshold.den)) >= 0n
      })
      if (!enough) continue
      found.push({
        services: chosen,
        validators: [...inside],
        gain: chosen.reduce((total, s) => total + network.services[s]!.profit, 0n),
        cost: sum([...inside]),
      })
    }
  }
  return found
}

export function everyAttack(network: RestakingNetwork): Attack[] {
  return attacks(network, [...network.stake.keys()], [...network.services.keys()])
}

/** Minimum cost / profit - 1 over all attacks with a profit; null: none. */
export function bruteSlack(network: RestakingNetwork): Ratio | null {
  const all = everyAttack(network).filter(({ gain }) => gain > 0n)
  if (all.length === 0) return null
  return all
    .map(({ gain, cost }) => ratio(cost - gain, gain))
    .reduce((least, slack) => (compare(slack, least) < 0n ? slack : least))
}

/**
 * An attack is stable if each smaller attack within it leaves a part that does not pay for itself.
 */
function isStable(attack: Attack, others: Attack[]): boolean {
  return others.every((part) => {
    const within =
      part.services.every((s) => attack.services.includes(s)) &&
      part.validators.every((v) => attack.validators.includes(v)) &&
      part.services.length + part.validators.length <
        attack.services.length + attack.validators.length
    return !within || attack.cost - part.cost < attack.gain - part.gain
  })
}

/**
 * Largest part of the stake of `group` validators lost after any first loss of at most `shock` of
 * it and any cascade of paying attacks, each on what the ones before left. With a group, first
 * losses outside it are free.
 */
export function bruteLoss(
  network: RestakingNetwork,
  shock: Ratio,
  options: { group?: number[]; stableOnly?: boolean } = {},
): Ratio {
  const everyone = [...network.stake.keys()]
  const counted = options.group ?? everyone
  const sum = (positions: number[]) => positions.reduce((s, v) => s + network.stake[v]!, 0n)
  const own = (positions: number[]) => sum(positions.filter((v) => counted.includes(v)))
  const total = own(everyone)
  const memo = new Map<string, bigint>()
  const worst = (validators: number[], services: number[]): bigint => {
    const key = `${validators}|${services}`
    const known = memo.get(key)
    if (known !== undefined) return known
    let most = 0n
    const all = attacks(network, validators, services)
    for (const attack of all) {
      if (attack.gain <= attack.cost || attack.validators.length === 0) continue
      if (options.stableOnly && !isStable(attack, all)) continue
      const after = worst(
        validators.filter((v) => !attack.validators.includes(v)),
        services.filter((s) => !attack.services.includes(s)),
      )
      const lost = own(attack.validators) + after
      if (lost > most) most = lost
    }
    memo.set(key, most)
    return most
  }
  let most = 0n
  for (let mask = 0; mask < 2 ** everyone.length; mask++) {
    const first = bits(mask)
    if (own(first) * shock.den > shock.num * total) continue
    const lost = worst(
      everyone.filter((v) => !first.includes(v)),
      [...network.services.keys()],
    )
    if (lost > most) most = lost
  }
  return ratio(shock.num * total + most * shock.den, shock.den * total)
}

/**
 * Small networks of any shape, members without stake and services without profit or members
 * included.
 */
export const smallNetwork = (most: { validators: number; services: number }) =>
  fc
    .tuple(
      fc.array(fc.bigInt({ min: 0n, max: 30n }), { minLength: 1, maxLength: most.validators }),
      fc.array(
        fc.record({
          profit: fc.bigInt({ min: 0n, max: 20n }),
          threshold: fc.constantFrom(ratio(1n, 3n), ratio(1n, 2n), ratio(2n, 3n), ratio(1n)),
          members: fc.array(fc.boolean(), {
            minLength: most.validators,
            maxLength: most.validators,
          }),
        }),
        { minLength: 1, maxLength: most.services },
      ),
    )
    .map(([stakes, services]) =>
      restakingNetwork(
        stakes,
        services.map(({ members, ...service }) => ({
          ...service,
          validators: [...stakes.keys()].filter((v) => members[v]),
        })),
      ),
    )
