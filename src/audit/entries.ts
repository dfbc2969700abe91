/** Values by key at one block, in lower case. Null: unknown, so it is not compared. */
export type Entries = Map<string, string | null>

/** A value that is not as expected. */
export interface Difference {
  block: number
  key: string
  ours: string
  expected: string
}

/** Result of a comparison. */
export interface Comparison {
  equal: number
  different: Difference[]
  /** Keys whose value is unknown on one side. */
  unknown: number
}

/**
 * Compares the values of keys.
 *
 * @param absent value of a key that one side does not list: contracts answer for every key
 */
export function compare(
  block: number,
  keys: Iterable<string>,
  ours: Entries,
  theirs: Entries,
  absent: string,
): Comparison {
  const result: Comparison = { equal: 0, different: [], unknown: 0 }
  for (const key of keys) {
    const our = ours.has(key) ? ours.get(key)! : absent
    const their = theirs.has(key) ? theirs.get(key)! : absent
    if (our === null || their === null) result.unknown++
    else if (our === their) result.equal++
    else result.different.push({ block, key, ours: our, expected: their })
  }
  return result
}

/** Words of a key; an operator set is one word, `<avs>/<set id>`. */
export function wordsOf(key: string): string[] {
  return key.split(' ')
}

/** Entries from pairs, in lower case. */
export function toEntries(pairs: Iterable<readonly [string, string | null]>): Entries {
  const entries: Entries = new Map()
  for (const [key, value] of pairs) {
    entries.set(key.toLowerCase(), value === null ? null : value.toLowerCase())
  }
  return entries
}

/**
 * At most `size` of the items, evenly spread. The same arguments give the same items.
 * @param turn shifts the choice, so that another block samples other items
 */
export function sample<T>(items: readonly T[], size: number | null, turn: number): readonly T[] {
  if (size === null || items.length <= size) return items
  const step = items.length / size
  const start = turn % Math.ceil(step)
  return Array.from(
    { length: size },
    (_, i) => items[(Math.floor(i * step) + start) % items.length]!,
  )
}
