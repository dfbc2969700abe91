import type { Ratio } from '../math/ratio'

/** Numeraire of a price. */
export type PriceUnit = 'ETH' | 'USD'

/** The price of one whole token, valid from a block or from a time. */
interface PriceRow {
  /** Token address in lower case; the zero address is native ETH. */
  readonly asset: string
  readonly numeraire: PriceUnit
  /** First block; null: `time` is given. */
  readonly block: number | null
  /** Start in Unix seconds; null: `block` is given. */
  readonly time: number | null
  /** Above 0. */
  readonly value: Ratio
  readonly source: string
}

/** Why a list of prices is invalid. */
interface PriceProblem {
  /** Position of the row. */
  readonly row: number
  readonly problem: string
}

/** Price history by asset and numeraire, in ascending order. */
export class PriceBook {
  private readonly lists = new Map<string, PriceRow[]>()

  private constructor(rows: readonly PriceRow[]) {
    for (const row of rows) {
      const key = keyOf(row.asset, row.numeraire)
      const list = this.lists.get(key)
      if (list) list.push(row)
      else this.lists.set(key, [row])
    }
    for (const list of this.lists.values()) list.sort((a, b) => startOf(a) - startOf(b))
  }

  /**
   * A book of these rows, or the first problem. An asset has prices by block or by time, not both,
   * since their order would be unknown, and at most one price per block or time.
   */
  static of(rows: readonly PriceRow[]): PriceBook | PriceProblem {
    const seen = new Map<string, { byBlock: boolean; starts: Set<number> }>()
    for (const [row, { asset, numeraire, block, time, value }] of rows.entries()) {
      if ((block === null) === (time === null))
        return { row, problem: 'it has no block and no time, or both' }
      if (value.num <= 0n) return { row, problem: 'its value is not above 0' }
      const key = keyOf(asset, numeraire)
      const known = seen.get(key) ?? { byBlock: block !== null, starts: new Set<number>() }
      seen.set(key, known)
      if (known.byBlock !== (block !== null)) {
        return { row, problem: 'its asset has prices both by block and by time' }
      }
      const start = block ?? time!
      if (known.starts.has(start)) {
        return { row, problem: 'its asset already has a price at that block or time' }
      }
      known.starts.add(start)
    }
    return new PriceBook(rows)
  }

  /**
   * The latest price that is valid at a block; null: none.
   *
   * @param time Unix seconds of the block, or the last known time before it; null: unknown, so
   * prices by time do not apply
   */
  at(asset: string, numeraire: PriceUnit, block: number, time: number | null): PriceRow | null {
    const list = this.lists.get(keyOf(asset, numeraire)) ?? []
    return (
      list.findLast((row) =>
        row.block !== null ? row.block <= block : time !== null && row.time! <= time,
      ) ?? null
    )
  }
}

function keyOf(asset: string, numeraire: PriceUnit): string {
  return `${asset} ${numeraire}`
}

function startOf({ block, time }: PriceRow): number {
  return block ?? time!
}
