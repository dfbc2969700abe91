import { type Ratio, ratio } from '../math/ratio'

/**
 * A monotone submodular function of sets of members: the sum of totals that are cut off at a cap.
 * Losses of shared buckets and fractional control have this form.
 */
interface CappedSums {
  readonly caps: readonly bigint[]
  /** Amounts that each member adds to totals. */
  readonly adds: readonly (readonly { readonly to: number; readonly amount: bigint }[])[]
}

/**
 * Greedy maximisation: up to k members by largest gain, equal ones by position, while a gain is
 * left; and the value.
 */
export function greedy(
  { caps, adds }: CappedSums,
  k: number,
): { members: number[]; value: bigint } {
  const room = [...caps]
  const members: number[] = []
  const left = new Set(adds.keys())
  let value = 0n
  const gainOf = (member: number) =>
    adds[member]!.reduce((sum, { to, amount }) => sum + min(amount, room[to]!), 0n)
  while (members.length < k) {
    let best = { member: -1, gain: 0n }
    for (const member of left) {
      const gain = gainOf(member)
      if (gain > best.gain) best = { member, gain }
    }
    if (best.member < 0) break
    left.delete(best.member)
    members.push(best.member)
    value += best.gain
    for (const { to, amount } of adds[best.member]!) room[to] = room[to]! - min(amount, room[to]!)
  }
  return { members, value }
}

/**
 * Upper bound of the value of any k members: greedy value * k^k / (k^k - (k-1)^k), a factor from 1
 * to 1 / (1 - 1/e) = 1.582 (Nemhauser, Wolsey and Fisher 1978). Exact.
 */
export function greedyGuarantee(value: bigint, k: number): Ratio {
  if (k === 0) return ratio(0n)
  const all = BigInt(k) ** BigInt(k)
  return ratio(value * all, all - BigInt(k - 1) ** BigInt(k))
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
