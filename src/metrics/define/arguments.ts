import { parsePart, parseRatio } from '../../risk/math/parse-ratio'
import type { Ratio } from '../../risk/math/ratio'
import { type Argument, refined } from './argument'
import { DUPLICATE, invalidArgument, limitExceeded } from './errors'
import type { Type } from './type'

/** Maximum number of items of a list in one answer. */
export const MAX_LISTED = 1_000
/** Seconds that a request may let a solver search. */
export const FIELD_SECONDS = 10
/** Seconds that a job may. */
export const JOB_SECONDS = 600

const literal = (otherwise: string | number | boolean | undefined) =>
  otherwise === undefined ? '' : ` = ${JSON.stringify(otherwise)}`

/** An argument that is given as text. @param otherwise default */
export function text<V>(
  doc: string,
  otherwise: string | undefined,
  read: (name: string, given: string) => V,
): Argument<V> {
  return { doc, sdl: `String!${literal(otherwise)}`, definitions: [], read }
}

/** A part or probability, in [0, 1]. */
export const part = (doc: string, otherwise?: string): Argument<Ratio> =>
  text(doc, otherwise, readPart)

/** A share to reach or pass, in (0, 1]. */
export const threshold = (doc: string, otherwise?: string): Argument<Ratio> =>
  text(doc, otherwise, readThreshold)

/** A non-negative amount, as a decimal or a fraction. */
export const amount = (doc: string, otherwise?: string): Argument<Ratio> =>
  text(doc, otherwise, readAmount)

/** An address, in lower case. */
export const address = (doc: string): Argument<string> => text(doc, undefined, readAddress)

/** `<avs>/<set id>`, or `symbiotic-<network>/<identifier>`, in lower case. */
export const operatorSetId = (doc: string): Argument<string> =>
  text(doc, undefined, readOperatorSetId)

/** An integer of any size. */
export const bigInteger = (doc: string): Argument<bigint> => ({
  doc,
  sdl: 'BigInt!',
  definitions: [],
  read: (_, given: string) => BigInt(given),
})

/** A time, in unix seconds. */
export const unixTime = (doc: string): Argument<number> => ({
  doc,
  sdl: 'UnixTime!',
  definitions: [],
  read: (_, given: number) => given,
})

/** Text as it is: the id of an item, the name of a group. */
export const id = (doc: string): Argument<string> => text(doc, undefined, (_, given) => given)

/** A block number; `readRange` checks that the block is indexed. */
export const blockNumber = (doc: string): Argument<number> => ({
  doc,
  sdl: 'Int!',
  definitions: [],
  read: (_, given: number) => given,
})

/** A whole number. @param bounds `minimum` 1 unless given; above `maximum` it is LIMIT_EXCEEDED */
export function count(
  doc: string,
  bounds: { minimum?: number; maximum?: number; otherwise?: number } = {},
): Argument<number> {
  const { minimum, maximum, otherwise } = bounds
  return {
    doc,
    sdl: `Int!${literal(otherwise)}`,
    definitions: [],
    read: (name, given) => checkCount(name, given, maximum, minimum),
  }
}

/** A whole number in a range that is no limit of work: a seed. */
export function integer(
  doc: string,
  minimum: number,
  maximum: number,
  otherwise?: number,
): Argument<number> {
  return {
    doc,
    sdl: `Int!${literal(otherwise)}`,
    definitions: [],
    read(name, given: number) {
      if (given >= minimum && given <= maximum) return given
      throw invalidArgument(name, given, `Give ${minimum} to ${maximum}.`)
    },
  }
}

/** How many items are returned, 1 to 1000. */
export const limit = (otherwise?: number, doc = 'How many, 1 to 1000.'): Argument<number> =>
  count(doc, { maximum: MAX_LISTED, otherwise })

/** How many items of a list are skipped. */
export const offset: Argument<number> = count('How many to skip.', { minimum: 0, otherwise: 0 })

/** Seconds of a search. @param maximum FIELD_SECONDS or JOB_SECONDS */
export function seconds(doc: string, maximum: number): Argument<number> {
  return {
    doc,
    sdl: 'Int! = 0',
    definitions: [],
    read(name, given: number) {
      if (given >= 0 && given <= maximum) return given
      const longer = maximum < JOB_SECONDS ? ` A job (startJob) may search for ${JOB_SECONDS}.` : ''
      throw invalidArgument(name, given, `Give 0 to ${maximum} seconds.${longer}`)
    },
  }
}

/** A value of an enum. */
export function choice<V extends string>(
  { sdl, definitions }: Type<V>,
  doc: string,
  otherwise?: V,
): Argument<V> {
  const byDefault = otherwise === undefined ? '' : ` = ${otherwise}`
  return { doc, sdl: `${sdl}${byDefault}`, definitions, read: (_, given: V) => given }
}

/** A choice of which only some values are possible here. */
export function restricted<V extends string, A extends V>(
  argument: Argument<V>,
  allowed: readonly A[],
): Argument<A> {
  return refined(argument, (value, name) => {
    const found = allowed.find((one) => one === value)
    if (found !== undefined) return found
    throw invalidArgument(name, value, `Give ${allowed.join(' or ')}.`)
  })
}

/** True or false. */
export const flag = (doc: string, otherwise: boolean): Argument<boolean> => ({
  doc,
  sdl: `Boolean!${literal(otherwise)}`,
  definitions: [],
  read: (_, given: boolean) => given,
})

/** Refuses an empty list. @param hint what to give */
export function nonEmpty<V>(
  argument: Argument<readonly V[]>,
  hint: string,
): Argument<readonly V[]> {
  return refined(argument, (values, name) => {
    if (values.length > 0) return values
    throw invalidArgument(name, values, hint)
  })
}

/** Refuses a list that names something twice. An id is compared as `keyOf` spells it. */
export function unique<V>(
  argument: Argument<readonly V[]>,
  keyOf: (one: V) => string,
): Argument<readonly V[]> {
  return refined(argument, (values, name) => {
    requireUnique(name, values.map(keyOf))
    return values
  })
}

/** @throws ApiError BAD_USER_INPUT if a key is there more than once */
export function requireUnique(name: string, keys: readonly string[]): void {
  const seen = new Set<string>()
  for (const key of keys) {
    if (seen.has(key)) throw invalidArgument(name, key, DUPLICATE)
    seen.add(key)
  }
}

/** Limits the length of a list; above it is LIMIT_EXCEEDED. */
export function atMost<V>(
  maximum: number,
  argument: Argument<readonly V[]>,
): Argument<readonly V[]> {
  return refined(argument, (values, name) => {
    checkCount(`The length of ${name}`, values.length, maximum, 0)
    return values
  })
}

/** An address in lower case. @throws ApiError BAD_USER_INPUT */
function readAddress(name: string, given: string): string {
  if (/^0x[0-9a-f]{40}$/i.test(given)) return given.toLowerCase()
  throw invalidArgument(name, given, 'An address is 0x and 40 hexadecimal digits.')
}

/** Key of an operator set in lower case. @throws ApiError BAD_USER_INPUT */
function readOperatorSetId(name: string, given: string): string {
  const key = given.toLowerCase()
  const [, symbiotic, setId] = /^(symbiotic-)?0x[0-9a-f]{40}\/(0|[1-9]\d{0,28})$/.exec(key) ?? []
  if (setId !== undefined && BigInt(setId) < 2n ** (symbiotic ? 96n : 32n)) return key
  throw invalidArgument(
    name,
    given,
    'Give it as <avs address>/<set id>, a subnetwork as symbiotic-<network address>/<identifier>.',
  )
}

/** A part in [0, 1]. @throws ApiError BAD_USER_INPUT */
export function readPart(name: string, given: string): Ratio {
  try {
    return parsePart(given)
  } catch {
    throw invalidArgument(
      name,
      given,
      'Write a decimal or a fraction from 0 to 1: "1/3" or "0.34".',
    )
  }
}

function readThreshold(name: string, given: string): Ratio {
  const threshold = readPart(name, given)
  if (threshold.num > 0n) return threshold
  throw invalidArgument(name, given, 'Write a part above 0 and at most 1: "1/3" or "0.34".')
}

/** A non-negative amount. @throws ApiError BAD_USER_INPUT */
function readAmount(name: string, given: string): Ratio {
  try {
    return parseRatio(given)
  } catch {
    throw invalidArgument(name, given, 'Write a decimal or a fraction, at least 0: "10" or "21/2".')
  }
}

/** Throws BAD_USER_INPUT below the minimum, LIMIT_EXCEEDED above the maximum: a list is never cut silently. */
export function checkCount(
  name: string,
  asked: number,
  maximum = Number.POSITIVE_INFINITY,
  minimum = 1,
): number {
  if (asked < minimum) throw invalidArgument(name, asked, `Ask for ${minimum} or more.`)
  if (asked <= maximum) return asked
  throw limitExceeded(`${name} cannot be ${asked}.`, maximum, asked, `Ask for ${maximum} or fewer.`)
}
