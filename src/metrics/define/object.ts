import {
  type ArgumentShape,
  type ArgumentsOf,
  argumentsSdl,
  definitionsOf,
  type Given,
  readArguments,
} from './argument'
import { limit, offset } from './arguments'
import { COMPUTED_MS } from './estimate'
import type { Estimate, Resolver } from './part'
import { type Definition, description, type Lazy, list, named, type Type } from './type'

/** A field of an object type. `V` is the value that a metric gives for it. */
export interface Field<V> {
  readonly doc: string
  readonly sdl: string
  readonly definitions: readonly Definition[]
  readonly empty: unknown
  /** Of a field that is computed when it is selected. */
  readonly estimate?: Estimate
  resolve(value: V, given: Given): unknown
}

export type Shape = Readonly<Record<string, Field<never>>>

/** What a metric gives for an object type. */
export type ValuesOf<S extends Shape> = {
  readonly [Name in keyof S]: S[Name] extends Field<infer V> ? V : never
}

/** An object type. */
export interface ObjectType<S extends Shape> extends Type<ValuesOf<S>> {
  readonly name: string
  readonly doc: string
  readonly shape: S
  readonly empty: Readonly<Record<string, unknown>>
}

/** A field with a value. */
export function field<V>(type: Type<V>, doc: string): Field<V> {
  return { ...type, doc, sdl: `: ${type.sdl}`, resolve: type.serialize }
}

/** A field that is computed when it is requested. */
export function lazy<V>(type: Type<V>, doc: string): Field<Lazy<V>> {
  return withArguments({}, type, doc)
}

/** A field with arguments, computed when it is requested. */
export function withArguments<A extends ArgumentShape, V>(
  args: A,
  type: Type<V>,
  doc: string,
): Field<(args: ArgumentsOf<A>) => V | Promise<V>> {
  const isPlain = Object.keys(args).length === 0
  return {
    doc,
    sdl: `${isPlain ? '' : `(\n${argumentsSdl(args)}  )`}: ${type.sdl}`,
    definitions: [...type.definitions, ...definitionsOf(args)],
    empty: type.empty,
    estimate: () => COMPUTED_MS,
    resolve(compute, given) {
      // Wrong arguments are refused even where there is no answer.
      const read = readArguments(args, given)
      if (typeof compute !== 'function') return compute
      const value = compute(read)
      return value instanceof Promise ? value.then(type.serialize) : type.serialize(value)
    },
  }
}

/** A list of which the first `limit` are returned. */
export function limited<V>(
  type: Type<V>,
  doc: string,
  otherwise = 100,
): Field<(limit: number) => readonly V[] | Promise<readonly V[]>> {
  const { resolve, ...rest } = withArguments({ limit: limit(otherwise) }, list(type), doc)
  return {
    ...rest,
    resolve: (first, given) =>
      resolve(
        unwrap(first, ({ limit }) => limit),
        given,
      ),
  }
}

/** A list of which a page is returned; the metric gives the items from one position up to, and without, another. */
export function paged<V>(
  type: Type<V>,
  doc: string,
): Field<(from: number, to: number) => readonly V[] | Promise<readonly V[]>> {
  const args = { limit: limit(100), offset }
  const { resolve, ...rest } = withArguments(args, list(type), doc)
  return {
    ...rest,
    resolve(part, given) {
      if (typeof part !== 'function') return resolve(part, given)
      return resolve(({ limit, offset }) => part(offset, offset + limit), given)
    },
  }
}

/** A field that costs more than `COMPUTED_MS` when it is selected. @param estimate or milliseconds */
export function expensive<V>(estimate: number | Estimate, field: Field<V>): Field<V> {
  return { ...field, estimate: typeof estimate === 'number' ? () => estimate : estimate }
}

/** An empty list stays what it is. */
function unwrap<A, T, V>(compute: (value: T) => V, pick: (args: A) => T): (args: A) => V {
  return typeof compute === 'function' ? (args) => compute(pick(args)) : compute
}

/** An object type with its fields. */
export function object<S extends Shape>(name: string, doc: string, shape: S): ObjectType<S> {
  const fields = Object.entries(shape) as [string, Field<unknown>][]
  const lines = fields.map(([key, { doc, sdl }]) => `  ${description(doc)}\n  ${key}${sdl}\n`)
  const definition: Definition = {
    name,
    sdl: `${description(doc)}\ntype ${name} {\n${lines.join('')}}`,
    resolvers: Object.fromEntries(fields.map(([key, one]) => [key, resolverOf(key, one)])),
    estimates: estimatesOf(fields),
    uses: fields.flatMap(([, { definitions }]) => definitions),
  }
  const empty = Object.fromEntries(fields.map(([key, one]) => [key, one.empty]))
  return { ...named<ValuesOf<S>>(definition, empty), name, doc, shape, empty }
}

function estimatesOf(fields: readonly [string, Field<unknown>][]): Record<string, Estimate> {
  return Object.fromEntries(
    fields.flatMap(([key, { estimate }]) => (estimate === undefined ? [] : [[key, estimate]])),
  )
}

function resolverOf(key: string, { resolve, empty }: Field<unknown>): Resolver {
  return (parent: Record<string, unknown>, given: Given) => {
    const value = parent[key]
    return resolve(value === undefined ? empty : value, given)
  }
}
