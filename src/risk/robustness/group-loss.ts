import type { RestakingNetwork } from './network'

/** Stake that a group of validators loses while members join and leave: of each bucket at most what it has. */
export class GroupLoss {
  /** In network units. */
  total = 0n
  /** What the group has of each bucket, which can be more than is in it. */
  private readonly reached: bigint[]
  private readonly partsOf: readonly (readonly { bucket: number; amount: bigint }[])[]

  private constructor(private readonly network: RestakingNetwork) {
    const { buckets, stake } = network
    this.reached = buckets.map(() => 0n)
    const partsOf = stake.map((): { bucket: number; amount: bigint }[] => [])
    buckets.forEach(({ isPriced, parts }, bucket) => {
      if (!isPriced) return
      for (const { validator, amount } of parts) partsOf[validator]!.push({ bucket, amount })
    })
    this.partsOf = partsOf
  }

  /** The loss of some validators, each once. */
  static of(network: RestakingNetwork, validators: Iterable<number>): GroupLoss {
    const loss = new GroupLoss(network)
    for (const validator of validators) loss.apply(validator, 1n)
    return loss
  }

  /** Change of the total if a validator joins (1) or leaves (-1). */
  change(validator: number, step: 1n | -1n): bigint {
    const { stake, buckets } = this.network
    return this.partsOf[validator]!.reduce((sum, { bucket, amount }) => {
      const { cap } = buckets[bucket]!
      const before = this.reached[bucket]!
      return sum - (above(before + step * amount, cap) - above(before, cap))
    }, step * stake[validator]!)
  }

  /** A validator joins (1) or leaves (-1). */
  apply(validator: number, step: 1n | -1n): void {
    this.total += this.change(validator, step)
    for (const { bucket, amount } of this.partsOf[validator]!) {
      this.reached[bucket] = this.reached[bucket]! + step * amount
    }
  }
}

/** What of an amount is beyond a cap. */
function above(amount: bigint, cap: bigint): bigint {
  return amount > cap ? amount - cap : 0n
}
