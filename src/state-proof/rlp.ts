import { toNumber } from './hex'
import { ProofRefused } from './refused'

/** A decoded item: bytes, or a list of items. */
export type Item = Uint8Array | readonly Item[]

interface Decoded {
  item: Item
  /** First position behind it. */
  end: number
}

/** Nodes of tries and headers nest less. */
const MAX_DEPTH = 4

/**
 * Decodes RLP (appendix B of the Ethereum yellow paper). Only the one encoding that a value has is accepted.
 * @throws ProofRefused for other input
 */
export function decodeRlp(bytes: Uint8Array): Item {
  const { item, end } = decodeAt(bytes, 0, 0)
  if (end !== bytes.length) throw malformed()
  return item
}

/** A list of byte strings. @throws ProofRefused if it is none */
export function toStrings(item: Item): Uint8Array[] {
  if (item instanceof Uint8Array) throw malformed()
  return item.map((one) => {
    if (!(one instanceof Uint8Array)) throw malformed()
    return one
  })
}

function decodeAt(bytes: Uint8Array, at: number, depth: number): Decoded {
  const first = bytes[at]
  if (first === undefined || depth > MAX_DEPTH) throw malformed()
  if (first < 0x80) return { item: bytes.subarray(at, at + 1), end: at + 1 }
  const isList = first >= 0xc0
  const { start, end } = extent(bytes, at, first - (isList ? 0xc0 : 0x80))
  if (!isList) {
    const item = bytes.subarray(start, end)
    // A byte below 0x80 stands for itself.
    if (item.length === 1 && item[0]! < 0x80) throw malformed()
    return { item, end }
  }
  const items: Item[] = []
  for (let next = start; next < end; ) {
    const one = decodeAt(bytes, next, depth + 1)
    if (one.end > end) throw malformed()
    items.push(one.item)
    next = one.end
  }
  return { item: items, end }
}

/** Where a payload is. @param size of a short one, or 55 and the number of bytes of its length */
function extent(bytes: Uint8Array, at: number, size: number): { start: number; end: number } {
  let start = at + 1
  let length = size
  if (size > 55) {
    start += size - 55
    const digits = bytes.subarray(at + 1, start)
    if (digits.length !== size - 55 || digits.length > 4 || digits[0] === 0) throw malformed()
    length = Number(toNumber(digits))
    if (length < 56) throw malformed()
  }
  const end = start + length
  if (end > bytes.length) throw malformed()
  return { start, end }
}

function malformed(): ProofRefused {
  return new ProofRefused('it is not RLP')
}
