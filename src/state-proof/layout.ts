/** A variable of a contract, or a field of a struct. */
export interface Member {
  /** Slot: of a contract, or counted from the start of the struct. */
  slot: number
  /** Bytes from the low end of the word. */
  offset: number
  /** Type as the compiler names it. */
  type: string
}

/** Where contracts of one release keep what, as the compiler of Solidity lays it out. */
export interface Layout {
  /** Name with which bundles refer to it. */
  name: string
  /** Contracts by name, their variables by name. */
  contracts: Readonly<Record<string, Readonly<Record<string, Member>>>>
  /** Fields of structs by type. */
  structs: Readonly<Record<string, Readonly<Record<string, Member>>>>
}

/** Type of the values of a mapping; null: it is no mapping. */
export function valueTypeOf(type: string): string | null {
  const found = /^mapping\([^()]+? => (.+)\)$/.exec(type)
  return found ? found[1]! : null
}

/** Type of the keys of a mapping; null: it is no mapping. */
export function keyTypeOf(type: string): string | null {
  const found = /^mapping\(([^()]+?) => .+\)$/.exec(type)
  return found ? found[1]! : null
}

/** Type of the items of an array without a fixed length; null: it is none. */
export function itemTypeOf(type: string): string | null {
  return type.endsWith('[]') ? type.slice(0, -2) : null
}

/** Bytes of a value inside a word; null: it has words of its own. */
export function bytesOf(type: string): number | null {
  if (type === 'bool' || type.startsWith('enum ')) return 1
  if (type === 'address' || type.startsWith('contract ')) return 20
  const [, kind, digits] = /^(u?int|bytes)(\d+)$/.exec(type) ?? []
  if (kind === undefined) return null
  return kind === 'bytes' ? Number(digits) : Number(digits) / 8
}

/** Words of an item of an array. @throws Error for a type that is not in the layout */
export function wordsOf(type: string, layout: Layout): number {
  if (!type.startsWith('struct ')) return 1
  const fields = Object.values(layout.structs[type] ?? {})
  if (fields.length === 0) throw new Error(`the layout has no ${type}`)
  return Math.max(...fields.map((field) => field.slot + wordsOf(field.type, layout)))
}
