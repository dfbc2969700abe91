import { type Definition, description } from './type'

/** An assumption of the caller, as `meta.assumptions` repeats it (type RiskAssumption). */
export interface Assumption {
  readonly name: string
  readonly value: string
}

/** An argument: its type and description in SDL, its reader, and what `meta.assumptions` repeats of it. */
export interface Argument<V> {
  readonly doc: string
  /** Type and default: `Int! = 50`. */
  readonly sdl: string
  readonly definitions: readonly Definition[]
  /**
   * The value from what GraphQL coerced.
   * @param name path of the argument, for errors: `minimum.avs`
   * @throws ApiError BAD_USER_INPUT, LIMIT_EXCEEDED
   */
  read(name: string, given: never): V
  assumptions?(name: string, given: never): readonly Assumption[]
}

export type ArgumentShape = Readonly<Record<string, Argument<unknown>>>

/** Values of arguments by name. */
export type ArgumentsOf<A extends ArgumentShape> = {
  readonly [Name in keyof A]: A[Name] extends Argument<infer V> ? V : never
}

/** Arguments as GraphQL coerced them. */
export type Given = Readonly<Record<string, unknown>>

/** Reads all arguments. @param path of the input object that they are members of */
export function readArguments<A extends ArgumentShape>(
  shape: A,
  given: Given,
  path = '',
): ArgumentsOf<A> {
  const entries = Object.entries(shape).map(([name, { read }]) => {
    return [name, read(path + name, (given[name] ?? null) as never)]
  })
  return Object.fromEntries(entries) as ArgumentsOf<A>
}

/** What `meta.assumptions` repeats of all arguments. */
export function assumptionsOf(shape: ArgumentShape, given: Given): Assumption[] {
  return Object.entries(shape).flatMap(([name, { assumptions }]) => {
    return assumptions?.(name, (given[name] ?? null) as never) ?? []
  })
}

/** SDL of arguments, one in a line. */
export function argumentsSdl(shape: ArgumentShape): string {
  return Object.entries(shape)
    .map(([name, { doc, sdl }]) => `    ${description(doc)}\n    ${name}: ${sdl}\n`)
    .join('')
}

/** Types that arguments use. */
export function definitionsOf(shape: ArgumentShape): Definition[] {
  return Object.values(shape).flatMap(({ definitions }) => definitions)
}

/** An argument that `meta.assumptions` repeats as it was given. @param label of the assumption; default: its name */
export function assumed<V>(argument: Argument<V>, label?: string): Argument<V> {
  return {
    ...argument,
    assumptions: (name, given: unknown) =>
      given === null ? [] : [{ name: label ?? name, value: `${given}` }],
  }
}

/**
 * An argument with one more rule, or another value.
 * @param refine from the value that was read; throws ApiError BAD_USER_INPUT
 */
export function refined<V, R>(
  argument: Argument<V>,
  refine: (value: V, name: string, given: unknown) => R,
): Argument<R> {
  return {
    ...argument,
    read: (name, given: never) => refine(argument.read(name, given), name, given),
  }
}

/** An argument that `meta.assumptions` repeats by these names and values. */
export function assumedAs<V, Given>(
  argument: Argument<V>,
  assumptions: (given: Given) => readonly Assumption[],
): Argument<V> {
  return { ...argument, assumptions: (_, given: never) => assumptions(given) }
}

/** An argument that may be left out. */
export function optional<V>({ sdl, read, assumptions, ...rest }: Argument<V>): Argument<V | null> {
  return {
    ...rest,
    sdl: sdl.replace(/!?( = .*)?$/, ''),
    read: (name, given) => (given === null ? null : read(name, given)),
    ...(assumptions && {
      assumptions: (name: string, given: never) => (given === null ? [] : assumptions(name, given)),
    }),
  }
}

/** An argument that may be left out: then it is read, and repeated in `meta.assumptions`, as this. */
export function otherwise<V>(argument: Argument<V>, missing: Given | string): Argument<V> {
  const { read, assumptions } = argument
  const orMissing = (given: unknown) => (given ?? missing) as never
  return {
    ...optional(argument),
    read: (name, given) => read(name, orMissing(given)),
    ...(assumptions && {
      assumptions: (name: string, given: never) => assumptions(name, orMissing(given)),
    }),
  }
}

/** An input object: members are read like arguments, and named by their path. */
export function input<A extends ArgumentShape>(
  name: string,
  typeDoc: string,
  members: A,
): (doc: string) => Argument<ArgumentsOf<A>> {
  const definition: Definition = {
    name,
    sdl: `${description(typeDoc)}\ninput ${name} {\n${argumentsSdl(members)}}`,
    uses: definitionsOf(members),
  }
  return (doc) => ({
    doc,
    sdl: `${name}!`,
    definitions: [definition],
    read: (path, given: Given) => readArguments(members, given, `${path}.`),
    assumptions: (_, given: Given) => assumptionsOf(members, given),
  })
}

/** A list of what another argument reads one of. @param literal default as SDL */
export function listOf<V>(
  { sdl, definitions, read, assumptions }: Argument<V>,
  doc: string,
  literal?: string,
): Argument<readonly V[]> {
  return {
    doc,
    sdl: `[${sdl}]!${literal === undefined ? '' : ` = ${literal}`}`,
    definitions,
    read: (name, given: readonly never[]) => given.map((one) => read(name, one)),
    ...(assumptions && {
      assumptions: (name: string, given: readonly never[]) =>
        given.flatMap((one) => assumptions(name, one)),
    }),
  }
}
