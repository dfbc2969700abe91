import { multiply, type Ratio, ratio } from './ratio'

/** A service as an attacker sees it. */
export interface AttackTarget {
  /** Validators behind it: positions in `stake`, each once. */
  readonly members: readonly number[]
  /** What corrupting it is worth, at least 0, in units of stake. */
  readonly profit: Ratio
  /** Part of its members' stake that can corrupt it, in (0, 1]. */
  readonly threshold: Ratio
}

/** A restaking network: stake that is shared by all services its holder serves (Durvasula and Roughgarden 2024). */
export interface RobustNetwork {
  /** Stake of each validator. */
  readonly stake: readonly bigint[]
  readonly services: readonly AttackTarget[]
}

/** Stake of the members of a service. */
export function stakeBehind({ stake }: RobustNetwork, { members }: AttackTarget): bigint {
  return members.reduce((sum, member) => sum + stake[member]!, 0n)
}

/** Stake that must misbehave for a service to be corrupted: threshold times the stake behind it. */
export function stakeToCorrupt(network: RobustNetwork, service: AttackTarget): Ratio {
  return multiply(service.threshold, ratio(stakeBehind(network, service)))
}

/** Services that each validator serves. */
export function servicesOf({ stake, services }: RobustNetwork): number[][] {
  const served: number[][] = stake.map(() => [])
  services.forEach(({ members }, service) => {
    for (const member of members) served[member]!.push(service)
  })
  return served
}

/** @throws RangeError on a negative stake or profit, a threshold outside (0, 1], or a member twice */
export function checkNetwork({ stake, services }: RobustNetwork): void {
  for (const amount of stake) if (amount < 0n) throw new RangeError(`Negative stake: ${amount}`)
  for (const { members, profit, threshold } of services) {
    if (profit.num < 0n) throw new RangeError(`Negative profit: ${profit.num}/${profit.den}`)
    if (threshold.num <= 0n || threshold.num > threshold.den) {
      throw new RangeError(`Threshold not in (0, 1]: ${threshold.num}/${threshold.den}`)
    }
    if (new Set(members).size !== members.length) throw new RangeError('A member is listed twice')
  }
}
