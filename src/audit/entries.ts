/** Values by key at one block, all lower case. Null: not known, so there is nothing to compare. */
export type Entries = Map<string, string | null>

/** A value that is not what it should be. */
export interface Difference {
  block: number
  key: string
  ours: string
  expected: string
}

/** What comparing some keys gave. */
export interface Comparison {
  equal: number
  different: Difference[]
  /** Keys without a value on one side. */
  unknown: number
}

/**
 * Compares the values of keys.
 *
 * @param absent value of a key that a side does not list, because contracts answer for every key
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
 * At most `size` of the items, evenly spread, the same ones every time.
 * @param turn moves the choice, so that another block looks at other items
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
