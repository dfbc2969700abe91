import type { Hex } from '../state-proof/hex'
import { MissingNode, Nodes } from '../state-proof/nodes'
import { ProvenState, type Storage } from '../state-proof/proven-state'

/** Storage as far as nodes at hand prove it. What they do not prove is 0 until it is fetched, and noted as missing. */
export class PartialState implements Storage {
  /** Slots by contract that were read and are not proven; none: of its account alone. */
  readonly missing = new Map<Hex, Set<bigint>>()
  /** Whether a word that was read since this was set is missing. */
  isGuessed = false
  private readonly nodes = new Nodes()
  private readonly texts = new Set<string>()
  private readonly proven: ProvenState
  private readonly words = new Map<Hex, Map<bigint, bigint>>()

  constructor(stateRoot: Uint8Array) {
    this.proven = new ProvenState(stateRoot, this.nodes)
  }

  /** @throws ProofRefused for a node that is none */
  add(nodes: readonly string[]): void {
    for (const node of nodes) {
      if (this.texts.has(node)) continue
      this.nodes.add(node)
      this.texts.add(node)
    }
  }

  /** @throws ProofRefused if there is no such contract */
  word(address: Hex, slot: bigint): bigint {
    const known = this.words.get(address)?.get(slot)
    if (known !== undefined) return known
    return this.orMissing(address, [slot], 0n, () => this.prove(address, slot))
  }

  /** @throws ProofRefused if there is no such contract */
  codeHash(address: Hex): Hex {
    return this.orMissing(address, [], '0x', () => this.proven.codeHash(address))
  }

  /** A value, or another one while nodes are missing, which is noted. */
  private orMissing<T>(address: Hex, slots: readonly bigint[], otherwise: T, read: () => T): T {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof MissingNode)) throw error
      this.isGuessed = true
      const missing = this.missing.get(address) ?? new Set()
      for (const slot of slots) missing.add(slot)
      this.missing.set(address, missing)
      return otherwise
    }
  }

  /** @throws ProofRefused if the nodes at hand do not prove that there is such a contract */
  proveContract(address: Hex): void {
    this.proven.codeHash(address)
  }

  /** @throws ProofRefused if the nodes at hand do not prove it */
  prove(address: Hex, slot: bigint): bigint {
    const word = this.proven.word(address, slot)
    const words = this.words.get(address) ?? new Map()
    this.words.set(address, words.set(slot, word))
    return word
  }

  /** All nodes at hand. */
  all(): string[] {
    return [...this.texts]
  }
}
