import fc from 'fast-check'
import type { SharedBucket } from '../../../../src/risk/graph/shared-buckets'
import { compare, type Ratio, ratio } from '../../../../src/risk/math/ratio'
import type { RestakingNetwork } from '../../../../src/risk/robustness/network'
import { networkOf } from '../../../../src/risk/robustness/network-of-exposure'
import { exposureOf } from '../exposure-of'

/*
 * Small networks in which several count on the stake of a vault, and what attacks on them cost, by the definition: over all sets of
 * commitments, with nothing of the code under test.
 */

/** What an operator committed to a service: of stake of its own, and of each vault. */
export interface VaultEntry {
  readonly operator: number
  readonly service: number
  readonly own: bigint
  readonly ofVaults: readonly bigint[]
}

export interface VaultNetwork {
  /** Stake of each vault. */
  readonly caps: readonly bigint[]
  /** By vault: whether commitments are shares of the vault (NetworkRestake), or amounts (FullRestake). */
  readonly isDivided: readonly boolean[]
  readonly entries: readonly VaultEntry[]
  readonly services: readonly { readonly profit: bigint; readonly threshold: Ratio }[]
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((all, one) => all + one, 0n)
const least = (a: bigint, b: bigint) => (a < b ? a : b)

/** All choices of some items. */
export function subsets<T>(items: readonly T[]): T[][] {
  let found: T[][] = [[]]
  for (const one of items) found = found.concat(found.map((some) => [...some, one]))
  return found
}

/** What an entry counts on. */
export const weightOf = ({ own, ofVaults }: Pick<VaultEntry, 'own' | 'ofVaults'>) =>
  own + sum(ofVaults)

/** What some entries lose together: of a vault at most what it has. */
export function lossOf(caps: readonly bigint[], entries: readonly VaultEntry[]): bigint {
  const ofVaults = caps.map((cap, vault) =>
    least(cap, sum(entries.map((one) => one.ofVaults[vault]!))),
  )
  return sum(entries.map(({ own }) => own)) + sum(ofVaults)
}

/** Whether some of the entries of a service reach its threshold. */
function reaches(threshold: Ratio, some: readonly VaultEntry[], all: readonly VaultEntry[]) {
  return sum(some.map(weightOf)) * threshold.den >= threshold.num * sum(all.map(weightOf))
}

/** Every attack: services, the entries that are slashed, gain and cost. */
export function everyVaultAttack({ caps, entries, services }: VaultNetwork) {
  const found: { services: number[]; entries: VaultEntry[]; gain: bigint; cost: bigint }[] = []
  for (const chosen of subsets([...services.keys()])) {
    if (chosen.length === 0) continue
    const targets = entries.filter(({ service }) => chosen.includes(service))
    for (const some of subsets(targets)) {
      const isAttack = chosen.every((service) => {
        const own = (list: readonly VaultEntry[]) => list.filter((one) => one.service === service)
        return reaches(services[service]!.threshold, own(some), own(entries))
      })
      if (!isAttack) continue
      const gain = sum(chosen.map((service) => services[service]!.profit))
      found.push({ services: chosen, entries: some, gain, cost: lossOf(caps, some) })
    }
  }
  return found
}

/** The largest loss after a first loss of some of the vaults and of entries' own stake, and any attacks that pay. */
export function worstCascade(
  network: VaultNetwork,
  first: { readonly vaults: readonly bigint[]; readonly own: readonly bigint[] },
): bigint {
  const { caps, isDivided, entries, services } = network
  const known = new Map<string, bigint>()
  const stateOf = (left: readonly bigint[], own: readonly bigint[]) =>
    entries.map((entry, at) => ({
      ...entry,
      own: own[at]!,
      ofVaults: entry.ofVaults.map((amount, vault) => {
        const [now, before] = [left[vault]!, caps[vault]!]
        return isDivided[vault] && before > 0n ? (amount * now) / before : least(amount, now)
      }),
    }))
  const worst = (
    left: readonly bigint[],
    own: readonly bigint[],
    standing: readonly number[],
  ): bigint => {
    const key = `${left}|${own}|${standing}`
    const before = known.get(key)
    if (before !== undefined) return before
    let most = 0n
    const now = stateOf(left, own)
    const positions = [...entries.keys()].filter((at) => standing.includes(entries[at]!.service))
    for (const chosen of subsets(standing)) {
      if (chosen.length === 0) continue
      const targets = positions.filter((at) => chosen.includes(entries[at]!.service))
      for (const some of subsets(targets)) {
        const slashed = some.map((at) => now[at]!)
        const isAttack = chosen.every((service) => {
          const ofService = (list: readonly VaultEntry[]) =>
            list.filter((one) => one.service === service)
          return reaches(services[service]!.threshold, ofService(slashed), ofService(now))
        })
        const cost = lossOf(left, slashed)
        if (!isAttack || sum(chosen.map((one) => services[one]!.profit)) <= cost) continue
        if (cost === 0n) continue
        const after = left.map((cap, vault) => {
          return cap - least(cap, sum(slashed.map((one) => one.ofVaults[vault]!)))
        })
        const rest = worst(
          after,
          own.map((amount, at) => (some.includes(at) ? 0n : amount)),
          standing.filter((service) => !chosen.includes(service)),
        )
        if (cost + rest > most) most = cost + rest
      }
    }
    known.set(key, most)
    return most
  }
  return (
    sum(first.vaults) +
    sum(first.own) +
    worst(
      caps.map((cap, vault) => cap - first.vaults[vault]!),
      entries.map(({ own }, at) => own - first.own[at]!),
      [...services.keys()],
    )
  )
}

/** The network as the code under test has it, with buckets, and the entry of each validator. */
export function restaked({ caps, entries, services }: VaultNetwork): {
  network: RestakingNetwork
  exposure: ReturnType<typeof exposureOf>
  buckets: SharedBucket[]
  /** Entry of each validator. */
  entryOf: VaultEntry[]
} {
  const operators = [...new Set(entries.map(({ operator }) => operator))].sort()
  const find = (operator: number, service: number) =>
    entries.find((one) => one.operator === operator && one.service === service)
  const exposure = exposureOf(
    operators.map((one) => `o${one}`),
    services.map((_, one) => `s${one}`),
    operators.map((operator) =>
      services.map((_, service) => {
        const entry = find(operator, service)
        return entry ? weightOf(entry) : null
      }),
    ),
  )
  const entryOf: VaultEntry[] = []
  services.forEach((_, service) => {
    for (let at = exposure.start[service]!; at < exposure.start[service + 1]!; at++) {
      entryOf.push(find(operators[exposure.row[at]!]!, service)!)
    }
  })
  const buckets = caps.map((cap, vault) => ({
    pool: `v${vault}`,
    isPriced: true,
    cap,
    parts: entryOf.flatMap(({ ofVaults }, entry) => {
      const amount = ofVaults[vault]!
      return amount > 0n ? [{ entry, amount, lines: 1 }] : []
    }),
  }))
  const network = networkOf(
    exposure,
    'UNIQUE',
    services.map(({ profit }) => profit),
    services.map(({ threshold }) => threshold),
    buckets,
  )
  return { network, exposure, buckets, entryOf }
}

/** Networks of any shape; no entry counts on more of a vault than is in it. */
export function smallVaultNetwork(most: {
  operators: number
  services: number
  stake: bigint
  profit: bigint
}): fc.Arbitrary<VaultNetwork> {
  const amount = fc.bigInt({ min: 0n, max: most.stake })
  return fc
    .record({
      caps: fc.array(amount, { minLength: 1, maxLength: 2 }),
      isDivided: fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }),
      entries: fc.uniqueArray(
        fc.record({
          operator: fc.nat(most.operators - 1),
          service: fc.nat(most.services - 1),
          own: fc.oneof(fc.constant(0n), amount),
          ofVaults: fc.array(amount, { minLength: 2, maxLength: 2 }),
        }),
        {
          selector: ({ operator, service }) => `${operator}/${service}`,
          maxLength: most.operators * most.services,
        },
      ),
      services: fc.array(
        fc.record({
          profit: fc.bigInt({ min: 0n, max: most.profit }),
          threshold: fc.constantFrom(ratio(1n, 3n), ratio(1n, 2n), ratio(2n, 3n), ratio(1n)),
        }),
        { minLength: most.services, maxLength: most.services },
      ),
    })
    .map(({ entries, ...rest }) => ({
      ...rest,
      entries: entries
        .map((one) => ({
          ...one,
          ofVaults: rest.caps.map((cap, v) => least(one.ofVaults[v]!, cap)),
        }))
        .filter((one) => weightOf(one) > 0n),
    }))
}

/** The least of some ratios; null: none. */
export function leastOf(ratios: readonly Ratio[]): Ratio | null {
  return ratios.reduce<Ratio | null>(
    (min, one) => (min === null || compare(one, min) < 0n ? one : min),
    null,
  )
}
