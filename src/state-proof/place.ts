import { keccak_256 } from '@noble/hashes/sha3.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { toAddress, toNumber, toWord, wordHex } from './hex'
import {
  bytesOf,
  itemTypeOf,
  keyTypeOf,
  type Layout,
  type Member,
  valueTypeOf,
  wordsOf,
} from './layout'
import { ProofRefused } from './refused'

/** Longer lists are not read: an answer would take minutes. */
const MAX_LENGTH = 100_000

/** Reads a word. @param path which variable of the contract it is read for @param text the value as a reader knows it */
export type ReadWord = (slot: bigint, path: string, decode: (word: bigint) => string) => bigint

/** A variable in the storage of a contract, or a part of it. */
export class Place {
  private constructor(
    private readonly layout: Layout,
    private readonly reader: ReadWord,
    private readonly member: Omit<Member, 'slot'> & { slot: bigint },
    private readonly path: string,
  ) {}

  /** A variable of a contract. @throws Error if the layout does not have it */
  static of(layout: Layout, contract: string, variable: string, reader: ReadWord): Place {
    const member = layout.contracts[contract]?.[variable]
    if (!member) throw new Error(`the layout ${layout.name} has no ${contract}.${variable}`)
    const path = `${contract}.${variable}`
    return new Place(layout, reader, { ...member, slot: BigInt(member.slot) }, path)
  }

  /** Entry of a mapping. @param key an address, a word, or a number */
  at(key: string | bigint): Place {
    const type = valueTypeOf(this.member.type)
    if (type === null) throw new Error(`${this.path} is no mapping`)
    const word = toWord(BigInt(key))
    const slot = toNumber(keccak_256(concatBytes(word, toWord(this.member.slot))))
    const isBytes = keyTypeOf(this.member.type) === 'bytes32'
    const name = isBytes ? wordHex(BigInt(key)) : String(key)
    return this.part({ slot, offset: 0, type }, `[${name}]`)
  }

  /** Field of a struct. */
  field(name: string): Place {
    const field = this.layout.structs[this.member.type]?.[name]
    if (!field) throw new Error(`${this.path} has no field ${name}`)
    return this.part({ ...field, slot: this.member.slot + BigInt(field.slot) }, `.${name}`)
  }

  /** Item of an array. */
  item(index: number): Place {
    const type = this.itemType()
    const bytes = bytesOf(type)
    const perWord = bytes === null ? 1 : Math.floor(32 / bytes)
    const words = BigInt(Math.floor(index / perWord) * wordsOf(type, this.layout))
    const start = toNumber(keccak_256(toWord(this.member.slot)))
    const offset = bytes === null ? 0 : (index % perWord) * bytes
    const slot = BigInt.asUintN(256, start + words)
    return this.part({ slot, offset, type }, `[${index}]`)
  }

  /** Length of an array. @throws ProofRefused if it is longer than any that is read */
  length(): number {
    this.itemType()
    const length = this.reader(this.member.slot, `${this.path}.length`, String)
    if (length > MAX_LENGTH) throw new ProofRefused(`${this.path} has ${length} items`)
    return Number(length)
  }

  /** Items of an array. */
  items(): Place[] {
    return Array.from({ length: this.length() }, (_, index) => this.item(index))
  }

  /** A number; negative if its type has a sign. */
  number(): bigint {
    return this.read(String)
  }

  /** Whether a flag is set, or a number is not 0. */
  isSet(): boolean {
    return this.number() !== 0n
  }

  address(): string {
    return toAddress(this.read(toAddress))
  }

  /** 32 bytes. */
  word(): string {
    return wordHex(this.read(wordHex))
  }

  private read(text: (value: bigint) => string): bigint {
    const { slot, offset, type } = this.member
    const bytes = bytesOf(type)
    if (bytes === null) throw new Error(`${this.path} is no value`)
    const bits = bytes * 8
    const value = (word: bigint) => {
      const shifted = word >> BigInt(8 * offset)
      return type.startsWith('int') ? BigInt.asIntN(bits, shifted) : BigInt.asUintN(bits, shifted)
    }
    return value(this.reader(slot, this.path, (word) => text(value(word))))
  }

  private itemType(): string {
    const type = itemTypeOf(this.member.type)
    if (type === null) throw new Error(`${this.path} is no array`)
    return type
  }

  private part(member: Omit<Member, 'slot'> & { slot: bigint }, name: string): Place {
    return new Place(this.layout, this.reader, member, this.path + name)
  }
}
