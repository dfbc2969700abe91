import { keccak_256 } from '@noble/hashes/sha3.js'
import { type Hex, toBytes, toHex, toNumber, toWord } from './hex'
import type { Nodes } from './nodes'
import { ProofRefused } from './refused'
import { decodeRlp, toStrings } from './rlp'
import { provenValue } from './trie'

const NO_CODE = keccak_256(new Uint8Array())

/** Storage of contracts at a block. */
export interface Storage {
  /** The word in a slot of a contract. */
  word(address: Hex, slot: bigint): bigint
  /** Hash of the code of a contract. */
  codeHash(address: Hex): Hex
}

/** It is proven that an address has no code. */
export class NoContract extends ProofRefused {}

interface Account {
  root: Uint8Array
  codeHash: Hex
}

/** Storage as nodes prove it against the state root of a header. */
export class ProvenState implements Storage {
  private readonly accounts = new Map<Hex, Account>()

  constructor(
    private readonly stateRoot: Uint8Array,
    private readonly nodes: Nodes,
  ) {}

  /** @throws ProofRefused if the nodes do not prove it */
  word(address: Hex, slot: bigint): bigint {
    const value = provenValue(this.account(address).root, toWord(slot), this.nodes)
    if (value === null) return 0n
    const bytes = decodeRlp(value)
    // A zero is never stored, and a number has no zeros before it.
    if (!(bytes instanceof Uint8Array) || bytes.length === 0 || bytes.length > 32 || bytes[0] === 0)
      throw new ProofRefused('a value is no word of storage')
    return toNumber(bytes)
  }

  /** @throws ProofRefused if the nodes do not prove it */
  codeHash(address: Hex): Hex {
    return this.account(address).codeHash
  }

  private account(address: Hex): Account {
    const known = this.accounts.get(address)
    if (known) return known
    const value = provenValue(this.stateRoot, toBytes(address, 'an address'), this.nodes)
    if (value === null) throw new NoContract(`there is no account ${address}`)
    const [, , root, codeHash, ...more] = toStrings(decodeRlp(value))
    if (root?.length !== 32 || codeHash?.length !== 32 || more.length > 0)
      throw new ProofRefused(`${address} is no account`)
    if (codeHash.every((byte, i) => byte === NO_CODE[i]))
      throw new NoContract(`there is no contract at ${address}`)
    const account = { root, codeHash: toHex(codeHash) }
    this.accounts.set(address, account)
    return account
  }
}
