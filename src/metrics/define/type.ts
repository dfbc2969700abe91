import { doubleToDecimal, toDecimal } from '../../risk/math/decimal'
import type { Ratio } from '../../risk/math/ratio'
import type { Estimate, Resolver } from './part'

/** A named type of the schema. */
export interface Definition {
  readonly name: string
  readonly sdl: string
  /** Field resolvers; none: an enum or an input. */
  readonly resolvers?: Readonly<Record<string, Resolver>>
  /** Of fields that are computed when they are selected. */
  readonly estimates?: Readonly<Record<string, Estimate>>
  /** Types that it uses. */
  readonly uses: readonly Definition[]
}

/**
 * The type of a value in an answer. A metric returns plain values (a ratio, an id); the type turns them into what GraphQL
 * sends, so rounding and text are decided here alone.
 */
export interface Type<V> {
  /** As it is written in SDL. */
  readonly sdl: string
  readonly definitions: readonly Definition[]
  serialize(value: V): unknown
  /** The value of an answer without one; undefined: there is none, and the metric must give it. */
  readonly empty: unknown
}

/** The value of a type: `ValueOf<typeof stakeBasis>`. */
export type ValueOf<T> = T extends Type<infer V> ? V : never

const identity = <V>(value: V): V => value

function scalar<V>(sdl: string, serialize: (value: V) => unknown, empty?: V): Type<V> {
  return { sdl: `${sdl}!`, definitions: [], serialize, empty }
}

/** True or false. */
export const boolean = scalar<boolean>('Boolean', identity)
/** A whole number below 2^31: a count, a block. */
export const int = scalar<number>('Int', identity, 0)
/** A whole number below 2^32 that a contract stores as uint32: a block or delay that it does not bound. */
export const uint32 = scalar<number>('UInt32', identity)
/** Text. */
export const string = scalar<string>('String', identity)
/** Hex bytes in lower case. */
export const bytes = scalar<string>('Bytes', identity)
/** Unix seconds. */
export const unixTime = scalar<number>('UnixTime', identity)
/** An integer of any size, as decimal text. */
export const bigInt = scalar<bigint>('BigInt', (value) => value.toString())
/** An exact ratio as decimal text of 18 digits, rounded half to even. */
export const decimal = scalar<Ratio>('BigDecimal', (value) => toDecimal(value))
/** A lower bound: as `decimal`, rounded down. */
export const lowerBound = scalar<Ratio>('BigDecimal', (value) => toDecimal(value, 'DOWN'))
/** An upper bound: as `decimal`, rounded up. */
export const upperBound = scalar<Ratio>('BigDecimal', (value) => toDecimal(value, 'UP'))
/** A value computed in doubles, as decimal text of 15 digits. */
export const double = scalar<number>('BigDecimal', doubleToDecimal)
/** A value that is exact (`decimal`) or computed in doubles (`double`). */
export const decimalOrDouble = scalar<Ratio | number>('BigDecimal', (value) =>
  typeof value === 'number' ? doubleToDecimal(value) : toDecimal(value),
)

/** The same, or null. */
export function nullable<V>({ sdl, definitions, serialize }: Type<V>): Type<V | null> {
  return {
    sdl: sdl.slice(0, -1),
    definitions,
    serialize: (value) => (value === null ? null : serialize(value)),
    empty: null,
  }
}

/** A list. */
export function list<V>({ sdl, definitions, serialize }: Type<V>): Type<readonly V[]> {
  return {
    sdl: `[${sdl}]!`,
    definitions,
    serialize: serialize === identity ? identity : (values) => values.map(serialize),
    empty: [],
  }
}

/** A type that another part of the schema declares; its values are sent as they are. */
export function external<V>(name: string): Type<V> {
  return { sdl: `${name}!`, definitions: [], serialize: identity, empty: undefined }
}

/** A type declared here whose values are sent as they are. */
export function named<V>(definition: Definition, empty?: unknown): Type<V> {
  return { sdl: `${definition.name}!`, definitions: [definition], serialize: identity, empty }
}

/** An enum: values with their descriptions. */
export function enumeration<V extends string>(
  name: string,
  doc: string,
  values: Readonly<Record<V, string>>,
): Type<V> {
  const lines = Object.entries<string>(values).map(([value, text]) => {
    return `  ${description(text)}\n  ${value}\n`
  })
  return named({ name, sdl: `${description(doc)}\nenum ${name} {\n${lines.join('')}}`, uses: [] })
}

/** A value that is computed when its field is requested. */
export type Lazy<V> = () => V | Promise<V>

/** Text as a description in SDL. */
export function description(text: string): string {
  return text.includes('\n') ? `"""\n${text}\n"""` : JSON.stringify(text)
}
