import { type Ratio, ratio } from '../math/ratio'
import { type Control, requireCount } from './control'
import { greedy, greedyGuarantee } from './submodular'

/** Factor of values before they are divided, so that the effect of rounding up is negligible. */
const FINE = 10n ** 9n

/** Upper bounds of the value that k operators control. */
interface ControlBounds {
  /**
   * Value of all services that some k operators can control, chosen for each service separately.
   */
  readonly reachable: bigint
  /** Greedy value of fractional control, which is submodular, divided by 1 - (1 - 1/k)^k. */
  readonly surrogate: Ratio
}

/**
 * Upper bounds on the value that k operators control.
 * @throws RangeError unless k is a non-negative integer
 */
export function controlBounds({ services, byOperator }: Control, k: number): ControlBounds {
  requireCount(k)
  const reachable = services.reduce((sum, { holds, need, value }) => {
    const largest = holds.slice(0, k).reduce((total, { stake }) => total + stake, 0n)
    return largest >= need ? sum + value : sum
  }, 0n)
  const fractional = {
    caps: services.map(({ value }) => value * FINE),
    // Rounded up, so that the sum is never below the value of the services controlled.
    adds: byOperator.map((holds) =>
      holds.map(({ service, stake }) => {
        const { value, need } = services[service]!
        return { to: service, amount: (value * FINE * stake + need - 1n) / need }
      }),
    ),
  }
  const { num, den } = greedyGuarantee(greedy(fractional, k).value, k)
  return { reachable, surrogate: ratio(num, den * FINE) }
}
