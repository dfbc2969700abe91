import type { Ratio } from '../math/ratio'

/** What a price is in. */
export type PriceUnit = 'ETH' | 'USD'

/** A price of one whole token from a block, or from a time, on. */
export interface PriceRow {
  /** Token address in lower case; the zero address is native ETH. */
  readonly asset: string
  readonly numeraire: PriceUnit
  /** Null: it is placed by time. */
  readonly block: number | null
  /** Unix seconds; null: it is placed by block. */
  readonly time: number | null
  /** Above 0. */
  readonly value: Ratio
  readonly source: string
}

/** Why a list of prices cannot be used. */
export interface PriceProblem {
  /** Position of the row. */
  readonly row: number
  readonly problem: string
}

/** Prices by asset and numeraire, in order. */
export class PriceBook {
  private readonly lists = new Map<string, PriceRow[]>()

  private constructor(rows: readonly PriceRow[]) {
    for (const row of rows) {
      const key = keyOf(row.asset, row.numeraire)
      const list = this.lists.get(key)
      if (list) list.push(row)
      else this.lists.set(key, [row])
    }
    for (const list of this.lists.values()) list.sort((a, b) => placeOf(a) - placeOf(b))
  }

  /**
   * A book of these rows, or what is wrong with them: an asset is placed by blocks or by times, not by both, because which
   * of two rows is later could not be told; and not twice at one place.
   */
  static of(rows: readonly PriceRow[]): PriceBook | PriceProblem {
    const seen = new Map<string, { byBlock: boolean; places: Set<number> }>()
    for (const [row, { asset, numeraire, block, time, value }] of rows.entries()) {
      if ((block === null) === (time === null))
        return { row, problem: 'it has no block and no time, or both' }
      if (value.num <= 0n) return { row, problem: 'its value is not above 0' }
      const key = keyOf(asset, numeraire)
      const known = seen.get(key) ?? { byBlock: block !== null, places: new Set<number>() }
      seen.set(key, known)
      if (known.byBlock !== (block !== null)) {
        return { row, problem: 'its asset has prices by block and by time' }
      }
      const place = block ?? time!
      if (known.places.has(place))
        return { row, problem: 'its asset has a price at that place already' }
      known.places.add(place)
    }
    return new PriceBook(rows)
  }

  /**
   * The last price at or before a block; null: there is none.
   *
   * @param time of the block, unix seconds, or the last time known before it; null: prices by time cannot be placed
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

function placeOf({ block, time }: PriceRow): number {
  return block ?? time!
}
