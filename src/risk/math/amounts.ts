const WORD_BITS = 32n
const WORD_MASK = 0xffff_ffffn
const WORD = 2 ** 32

/**
 * Many exact non-negative integers in one typed array: `width` words of 32 bits each, least
 * significant first.
 *
 * For populations of hundreds of thousands, for which an array of bigint is slow to fill, sort and
 * sum.
 */
export class Amounts {
  constructor(
    readonly words: Uint32Array,
    /** Words per amount, at least 1. */
    readonly width: number,
  ) {}

  /** Packs integers. @throws RangeError on a negative amount */
  static from(values: readonly bigint[]): Amounts {
    let largest = 0n
    for (const value of values) {
      if (value < 0n) throw new RangeError(`Negative amount: ${value}`)
      if (value > largest) largest = value
    }
    const width = Math.max(1, Math.ceil(largest.toString(2).length / 32))
    const words = new Uint32Array(values.length * width)
    values.forEach((value, index) => {
      let rest = value
      for (let word = index * width; rest > 0n; word++) {
        words[word] = Number(rest & WORD_MASK)
        rest >>= WORD_BITS
      }
    })
    return new Amounts(words, width)
  }

  /** Number of amounts. */
  get length(): number {
    return this.words.length / this.width
  }

  /** The amount at a position, exact. */
  at(index: number): bigint {
    let value = 0n
    for (let word = this.width - 1; word >= 0; word--) {
      value = (value << WORD_BITS) | BigInt(this.words[index * this.width + word]!)
    }
    return value
  }

  /**
   * The amount at a position as a double: rounding is monotone, so it may equal another amount but
   * never swaps the order.
   */
  near(index: number): number {
    let value = 0
    for (let word = this.width - 1; word >= 0; word--) {
      value = value * WORD + this.words[index * this.width + word]!
    }
    return value
  }
}
