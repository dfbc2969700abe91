/** Below this many items, a plain sort is as fast. */
const SMALL = 256
const DIGIT = 65_536

/**
 * Positions of amounts from largest to smallest; equal amounts by `tie`.
 *
 * Sorted by the bits of their doubles, which never order two amounts the wrong way round, in four passes over all of
 * them; amounts whose doubles are equal are then compared exactly. A sort that compares integers would take twenty times
 * as long for hundreds of thousands.
 *
 * @param amounts not negative
 */
export function descending(
  amounts: readonly bigint[],
  tie: (a: number, b: number) => number,
): Uint32Array {
  const exact = (a: number, b: number) => {
    const [x, y] = [amounts[a]!, amounts[b]!]
    return x === y ? tie(a, b) : x > y ? -1 : 1
  }
  const positions = Uint32Array.from(amounts.keys())
  if (amounts.length < SMALL) return positions.sort(exact)
  const near = Float64Array.from(amounts, Number)
  const order = byBits(near)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && near[order[end]!] === near[order[start]!]) end++
    if (end - start > 1) order.subarray(start, end).sort(exact)
    start = end
  }
  return order
}

/** Positions of non-negative doubles from largest to smallest, by radix sort: their bits are in the order of their values. */
function byBits(values: Float64Array): Uint32Array {
  const digits = new Uint16Array(values.buffer)
  let from = Uint32Array.from(values.keys())
  let to = new Uint32Array(values.length)
  for (let digit = 0; digit < 4; digit++) {
    const starts = new Uint32Array(DIGIT + 1)
    // From large to small: the complement of each digit.
    for (let i = 0; i < from.length; i++) starts[DIGIT - digits[i * 4 + digit]!]!++
    for (let i = 1; i <= DIGIT; i++) starts[i]! += starts[i - 1]!
    for (let i = 0; i < from.length; i++) {
      const position = from[i]!
      to[starts[DIGIT - 1 - digits[position * 4 + digit]!]!++] = position
    }
    ;[from, to] = [to, from]
  }
  return from
}
