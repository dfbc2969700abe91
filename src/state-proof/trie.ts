import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Nodes } from './nodes'
import { ProofRefused } from './refused'
import { decodeRlp, type Item } from './rlp'

/** Root of a trie without entries: keccak256 of the RLP of an empty string. */
const EMPTY_ROOT = keccak_256(Uint8Array.of(0x80))

/**
 * Value of a key in a secure Merkle Patricia trie (appendix D of the yellow paper), proven by its nodes. Null: the nodes prove
 * that the trie has no such key.
 * @throws ProofRefused if they prove neither
 */
export function provenValue(root: Uint8Array, key: Uint8Array, nodes: Nodes): Uint8Array | null {
  if (isEqual(root, EMPTY_ROOT)) return null
  const path = nibbles(keccak_256(key))
  let node = decodeRlp(nodes.get(root))
  for (let depth = 0; ; ) {
    const items = toList(node)
    let next: Item
    if (items.length === 17) {
      if (depth === path.length) return toValue(items[16]!)
      next = items[path[depth]!]!
      depth++
    } else {
      const { isLeaf, part } = partOf(items)
      const isSame = isEqual(part, path.subarray(depth, depth + part.length))
      if (isLeaf) return isSame && depth + part.length === path.length ? toValue(items[1]!) : null
      if (!isSame) return null
      depth += part.length
      next = items[1]!
    }
    if (next instanceof Uint8Array) {
      if (next.length === 0 && items.length === 17) return null
      if (next.length !== 32) throw malformed()
      node = decodeRlp(nodes.get(next))
    } else {
      // A node of less than 32 bytes stands in its parent.
      node = next
    }
  }
}

function toList(node: Item): readonly Item[] {
  if (node instanceof Uint8Array || (node.length !== 2 && node.length !== 17)) throw malformed()
  return node
}

function toValue(item: Item): Uint8Array {
  if (!(item instanceof Uint8Array) || item.length === 0) throw malformed()
  return item
}

/** Nibbles of a leaf or an extension, behind the flag that distinguishes them. */
function partOf(items: readonly Item[]): { isLeaf: boolean; part: Uint8Array } {
  const [encoded] = items
  if (!(encoded instanceof Uint8Array) || encoded.length === 0) throw malformed()
  const all = nibbles(encoded)
  const flag = all[0]!
  const isOdd = flag % 2 === 1
  if (flag > 3 || (!isOdd && all[1] !== 0)) throw malformed()
  const isLeaf = flag >= 2
  const part = all.subarray(isOdd ? 1 : 2)
  if (!isLeaf && part.length === 0) throw malformed()
  return { isLeaf, part }
}

function nibbles(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: bytes.length * 2 }, (_, i) =>
    i % 2 === 0 ? bytes[i >> 1]! >> 4 : bytes[i >> 1]! & 15,
  )
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

function malformed(): ProofRefused {
  return new ProofRefused('a node is no node of a trie')
}
