import type { Stakes } from './staker-columns'

/** Two words of 64 bits hold an amount. */
const LIMIT = 1n << 128n
const WORD = 64n

/** Stakes outside the heap of V8, whose limit and whose collections they would take. */
export interface PackedStakes extends Pick<Stakes, 'operatorOf' | 'staker' | 'pool'> {
  /** Ids one after another, each of `idLength` characters. */
  readonly ids: Buffer
  readonly idLength: number
  /** Two words each: the low one first. */
  readonly amounts: BigUint64Array
}

/** Packs stakes; null: an id or an amount does not fit. */
export function packed({ stakers, amount, ...columns }: Stakes): PackedStakes | null {
  const idLength = stakers[0]?.length ?? 0
  if (stakers.some((id) => id.length !== idLength)) return null
  if (amount.some((one) => one >= LIMIT)) return null
  const amounts = new BigUint64Array(2 * amount.length)
  amount.forEach((one, at) => {
    // A word takes the low bits.
    amounts[2 * at] = one
    amounts[2 * at + 1] = one >> WORD
  })
  return { ...columns, ids: Buffer.from(stakers.join(''), 'latin1'), idLength, amounts }
}

/** The stakes that were packed. */
export function unpacked({ ids, idLength, amounts, ...columns }: PackedStakes): Stakes {
  const text = ids.toString('latin1')
  const stakers = Array.from({ length: columns.operatorOf.length }, (_, at) => {
    return text.slice(at * idLength, (at + 1) * idLength)
  })
  const amount = Array.from(columns.staker, (_, at) => {
    const [low, high] = [amounts[2 * at]!, amounts[2 * at + 1]!]
    return high === 0n ? low : (high << WORD) | low
  })
  return { ...columns, stakers, amount }
}
