import { type Ratio, ratio } from '../math/ratio'
import { hasEmptyPromise, pressureOf } from './bucket-pressure'
import { profitShares } from './certificate'
import { freeAttacks, type RestakingNetwork } from './network'

/**
 * The slack from which a bound of losses follows (`lossBound`), where validators share buckets: min 1/T - 1 over validators and
 * buckets, T of a bucket the sum over the commitments in it of profit / (threshold * stake) of their service. Null: there is none, as an
 * attack is free; or it is unlimited, as no service has a profit.
 *
 * Proof, as of Theorem 1. Every commitment falls by at most what its bucket lost so far, L_b: by a first loss, by an attack in which it
 * takes part, or as others were slashed. So services that a cascade corrupts are corrupted by a coalition of parts of
 * commitments that are at most L_b each, and their profits are at most sum(T_b * L_b) <= L / (1 + gamma). Each attack pays, so the
 * profits exceed L - D, where D is the first loss: L < (1 + 1/gamma) * D. Without shared buckets it is the slack of the certificate.
 */
export function lossSlack(network: RestakingNetwork): Ratio | null {
  const isBroken = network.buckets.some(({ cap, parts }) => {
    // More than there is: such a commitment does not fall with its bucket.
    return parts.some(({ amount, lines }) => amount > cap * BigInt(lines))
  })
  if (isBroken || hasEmptyPromise(network) || freeAttacks(network).length > 0) return null
  const pressure = pressureOf(network, profitShares(network), (_, { lines }) => {
    return ratio(BigInt(lines))
  })
  const { stake, buckets } = network
  const withStake = [...stake.keys()].filter((validator) => stake[validator]! > 0n)
  const all = [...withStake, ...buckets.map((_, bucket) => stake.length + bucket)]
  const worst = pressure.largest(all)
  return worst && { num: worst.sum.den - worst.sum.num, den: worst.sum.num }
}
