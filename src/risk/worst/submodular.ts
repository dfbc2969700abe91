import { type Ratio, ratio } from '../math/ratio'

/**
 * A monotone submodular function of sets of members, and the greedy way up: each choice adds to totals that are cut off at
 * a cap. Loss of shared pots, and control counted in parts, are of this kind.
 */
export interface CappedSums {
  readonly caps: readonly bigint[]
  /** What each member adds to which totals. */
  readonly adds: readonly (readonly { readonly to: number; readonly amount: bigint }[])[]
}

/** Up to k members by greatest gain, equal ones by position, until nothing is to be gained; and the value reached. */
export function greedy(
  { caps, adds }: CappedSums,
  k: number,
): { members: number[]; value: bigint } {
  const room = [...caps]
  const members: number[] = []
  const left = new Set(adds.keys())
  let value = 0n
  const gainOf = (member: number) =>
    adds[member]!.reduce((sum, { to, amount }) => sum + least(amount, room[to]!), 0n)
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
    for (const { to, amount } of adds[best.member]!) room[to] = room[to]! - least(amount, room[to]!)
  }
  return { members, value }
}

/**
 * No k members reach more than the greedy value times k^k / (k^k - (k-1)^k), which grows from 1 to 1 / (1 - 1/e) = 1.582
 * (Nemhauser, Wolsey and Fisher 1978). Exact.
 */
export function greedyGuarantee(value: bigint, k: number): Ratio {
  if (k === 0) return ratio(0n)
  const all = BigInt(k) ** BigInt(k)
  return ratio(value * all, all - BigInt(k - 1) ** BigInt(k))
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
