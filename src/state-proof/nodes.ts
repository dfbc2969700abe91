import { keccak_256 } from '@noble/hashes/sha3.js'
import { type Hex, toBytes, toHex } from './hex'
import { ProofRefused } from './refused'

/** A branch of 16 hashes has 532 bytes. */
const MAX_NODE = 1_024

/** The nodes at hand prove neither a value nor its absence. */
export class MissingNode extends ProofRefused {}

/** Nodes of tries by their hash. It notes which were used, in the order of their first use. */
export class Nodes {
  private readonly known = new Map<Hex, Uint8Array>()
  private readonly used = new Set<Hex>()

  /** @throws ProofRefused for a node that is no hex, or absurdly large */
  add(hex: unknown): void {
    const node = toBytes(hex, 'a node')
    if (node.length > MAX_NODE) throw new ProofRefused(`a node has ${node.length} bytes`)
    this.known.set(toHex(keccak_256(node)), node)
  }

  /** @throws MissingNode */
  get(hash: Uint8Array): Uint8Array {
    const key = toHex(hash)
    const node = this.known.get(key)
    if (!node) throw new MissingNode(`the node ${key} is missing`)
    this.used.add(key)
    return node
  }

  /** The nodes that were used, in the order of their first use. */
  usedNodes(): Hex[] {
    return [...this.used].map((hash) => toHex(this.known.get(hash)!))
  }
}
