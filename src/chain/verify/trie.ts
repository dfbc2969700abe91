import { keccak_256 } from '@noble/hashes/sha3.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { numberBytes, rlp, rlpList } from './rlp'

interface Leaf {
  /** Nibbles. */
  key: Uint8Array
  value: Uint8Array
}

const EMPTY = rlp(new Uint8Array())

/**
 * Root of the Merkle Patricia trie that maps the RLP of each index to its value, by which a header commits to receipts
 * (appendix D of the yellow paper).
 */
export function orderedTrieRoot(values: readonly Uint8Array[]): Uint8Array {
  const leaves = values.map((value, index) => ({ key: nibbles(rlp(numberBytes(index))), value }))
  return keccak_256(node(leaves, 0))
}

/** RLP of the node over leaves that share the first `depth` nibbles. */
function node(leaves: readonly Leaf[], depth: number): Uint8Array {
  const [first] = leaves
  if (!first) return EMPTY
  if (leaves.length === 1) {
    return rlp([path(first.key.subarray(depth), true), first.value])
  }
  const shared = sharedLength(leaves, depth)
  if (shared > 0) {
    const extension = rlp(path(first.key.subarray(depth, depth + shared), false))
    return rlpList([extension, reference(leaves, depth + shared)])
  }
  // No key is a prefix of another (RLP of a number is self-delimiting), so no branch node has a value.
  const children: Leaf[][] = Array.from({ length: 16 }, () => [])
  for (const leaf of leaves) children[leaf.key[depth]!]!.push(leaf)
  return rlpList([...children.map((below) => reference(below, depth + 1)), EMPTY])
}

/** A node as its parent holds it: inline if shorter than a hash, else by hash. */
function reference(leaves: readonly Leaf[], depth: number): Uint8Array {
  const encoded = node(leaves, depth)
  return encoded.length < 32 ? encoded : rlp(keccak_256(encoded))
}

function sharedLength(leaves: readonly Leaf[], depth: number): number {
  const { key } = leaves[0]!
  let end = depth
  while (end < key.length && leaves.every((leaf) => leaf.key[end] === key[end])) end++
  return end - depth
}

/** Nibbles of a path as bytes, prefixed with the flag that distinguishes leaf and extension nodes. */
function path(key: Uint8Array, leaf: boolean): Uint8Array {
  const flag = leaf ? 2 : 0
  const even = key.length % 2 === 0
  const digits = even
    ? concatBytes(Uint8Array.of(flag, 0), key)
    : concatBytes(Uint8Array.of(flag + 1), key)
  return Uint8Array.from(
    { length: digits.length / 2 },
    (_, i) => digits[2 * i]! * 16 + digits[2 * i + 1]!,
  )
}

function nibbles(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: bytes.length * 2 }, (_, i) =>
    i % 2 === 0 ? bytes[i >> 1]! >> 4 : bytes[i >> 1]! & 15,
  )
}
