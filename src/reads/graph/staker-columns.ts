import type { StakerLayer } from '../../risk/graph/graph'

/** Stakers of which nothing is unknown. */
export type Stakes = Omit<StakerLayer, 'unknown'>

/** Columns of stakers, filled row by row. */
export class StakerColumns {
  private readonly stakerAt: Map<string, number>
  private readonly operatorOf: number[]
  private readonly staker: number[]
  private readonly pool: number[]
  private readonly amount: bigint[]

  /** @param first rows to begin with */
  constructor(first: Stakes | null = null) {
    this.stakerAt = new Map(first?.stakers.map((id, at) => [id, at]))
    this.operatorOf = [...(first?.operatorOf ?? [])]
    this.staker = [...(first?.staker ?? [])]
    this.pool = [...(first?.pool ?? [])]
    this.amount = [...(first?.amount ?? [])]
  }

  /**
   * Adds what a staker has in a pool; of nothing the staker alone.
   *
   * @param operator of a staker that is new: its position; -1: none
   */
  add(id: string, operator: number, pool: number, amount: bigint): void {
    let known = this.stakerAt.get(id)
    if (known === undefined) {
      known = this.stakerAt.size
      this.stakerAt.set(id, known)
      this.operatorOf.push(operator)
    }
    if (amount === 0n) return
    this.staker.push(known)
    this.pool.push(pool)
    this.amount.push(amount)
  }

  layer(): Stakes {
    return {
      stakers: [...this.stakerAt.keys()],
      operatorOf: Int32Array.from(this.operatorOf),
      staker: Int32Array.from(this.staker),
      pool: Int32Array.from(this.pool),
      amount: this.amount,
    }
  }
}
