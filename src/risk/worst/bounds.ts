import type { Ratio } from '../math/ratio'
import { ratio } from '../math/ratio'
import { type Control, requireCount } from './control'
import { greedy, greedyGuarantee } from './submodular'

/** Digits by which values are enlarged before they are divided, so that rounding up costs nothing visible. */
const FINE = 10n ** 9n

/** What no k operators can pass, each bound by itself. */
export interface ControlBounds {
  /** Value of all services that k operators, the best for each, can control. */
  readonly reachable: bigint
  /** From control counted in parts, which is submodular: greedy value over 1 - (1 - 1/k)^k. */
  readonly surrogate: Ratio
}

/**
 * Upper bounds on the value that k operators control.
 * @throws RangeError unless k is a whole number of at least 0
 */
export function controlBounds({ services, byOperator }: Control, k: number): ControlBounds {
  requireCount(k)
  const reachable = services.reduce((sum, { holds, need, value }) => {
    const most = holds.slice(0, k).reduce((total, { stake }) => total + stake, 0n)
    return most >= need ? sum + value : sum
  }, 0n)
  const parts = {
    caps: services.map(({ value }) => value * FINE),
    // Rounded up, so that the sum never falls short of the control it stands for.
    adds: byOperator.map((holds) =>
      holds.map(({ service, stake }) => {
        const { value, need } = services[service]!
        return { to: service, amount: (value * FINE * stake + need - 1n) / need }
      }),
    ),
  }
  const { num, den } = greedyGuarantee(greedy(parts, k).value, k)
  return { reachable, surrogate: ratio(num, den * FINE) }
}
