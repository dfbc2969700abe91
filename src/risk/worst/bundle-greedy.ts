import { type Control, type Grip, gripOf, requireCount } from './control'

/**
 * At most k operators that control a high value, found greedily: repeatedly take the bundle of
 * operators with the highest value per operator. Bundles are single operators and, for each service
 * not yet controlled, its largest missing operators. Of equal bundles the first is taken.
 *
 * A lower bound of the worst case without approximation guarantee: a service needs its whole
 * bundle, so the value is not submodular.
 * @throws RangeError unless k is a non-negative integer
 */
export function bundleGreedy(control: Control, k: number): Grip {
  requireCount(k)
  const { services, byOperator } = control
  const chosen = new Set<number>()
  const held = services.map(() => 0n)
  const isControlled = (service: number) => held[service]! >= services[service]!.need

  /** The largest missing operators that suffice to control a service; null: more than `room`. */
  const bundleOf = (service: number, room: number): number[] | null => {
    const bundle: number[] = []
    let sum = held[service]!
    for (const { operator, stake } of services[service]!.holds) {
      if (sum >= services[service]!.need) break
      if (chosen.has(operator)) continue
      if (bundle.length === room) return null
      bundle.push(operator)
      sum += stake
    }
    return bundle
  }
  /** Value of the services that a bundle adds to those controlled. */
  const gainOf = (bundle: readonly number[]): bigint => {
    const more = new Map<number, bigint>()
    for (const operator of bundle) {
      for (const { service, stake } of byOperator[operator]!) {
        more.set(service, (more.get(service) ?? held[service]!) + stake)
      }
    }
    let value = 0n
    for (const [service, sum] of more) {
      if (!isControlled(service) && sum >= services[service]!.need)
        value += services[service]!.value
    }
    return value
  }

  /** All bundles of at most `room` operators. */
  function* bundles(room: number): Generator<number[]> {
    for (const operator of byOperator.keys()) if (!chosen.has(operator)) yield [operator]
    for (const service of services.keys()) {
      const bundle = isControlled(service) ? null : bundleOf(service, room)
      if (bundle) yield bundle
    }
  }

  while (chosen.size < k) {
    let best: { bundle: number[]; value: bigint; size: bigint } | null = null
    for (const bundle of bundles(k - chosen.size)) {
      const value = gainOf(bundle)
      const size = BigInt(bundle.length)
      if (value > 0n && (best === null || value * best.size > best.value * size)) {
        best = { bundle, value, size }
      }
    }
    if (best === null) break
    for (const operator of best.bundle) {
      chosen.add(operator)
      for (const { service, stake } of byOperator[operator]!) held[service]! += stake
    }
  }
  return gripOf(control, chosen)
}
