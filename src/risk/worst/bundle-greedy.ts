import { type Control, type Grip, gripOf, requireCount } from './control'

/**
 * At most k operators that control much, found by taking again and again the bundle of operators that brings the most value
 * per operator: each operator alone, and for each service not yet controlled its largest operators that are missing.
 *
 * A lower bound of the worst case, without a guarantee: control of a service takes all of its bundle, so the value is not
 * submodular. Equal bundles: the first.
 * @throws RangeError unless k is a whole number of at least 0
 */
export function bundleGreedy(control: Control, k: number): Grip {
  requireCount(k)
  const { services, byOperator } = control
  const chosen = new Set<number>()
  const held = services.map(() => 0n)
  const isControlled = (service: number) => held[service]! >= services[service]!.need

  /** The largest missing operators that are enough for a service; null: more than `room`. */
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
  /** Value of all services that a bundle adds to those controlled. */
  const worthOf = (bundle: readonly number[]): bigint => {
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

  /** Each operator, and what is missing in each service. */
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
      const value = worthOf(bundle)
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
