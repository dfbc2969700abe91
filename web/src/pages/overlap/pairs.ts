import { leafOrder } from '../../chart/leaf-order'
import type { OverlapQuery } from '../../data/types.generated'
import { approximate } from '../../format/decimal'
import { shortened, tamed } from '../../format/text'

type Overlap = OverlapQuery['overlap']
type Pair = Overlap['pairs'][number]
type Item = Overlap['items'][number]

/** Most that the matrix has: of more, those of the most alike pairs. */
export const MOST_ITEMS = 60

/** Pairs as the pictures need them. */
export interface Pairs {
  readonly listed: readonly Pair[]
  /** In the order in which they are drawn. */
  readonly items: readonly Item[]
  /** How many there are in all. */
  readonly count: number
  /** Whether all pairs were listed. */
  readonly isComplete: boolean
  /** In [0, 1], of two ids; null: unknown, or not listed. */
  likenessOf(a: string, b: string): string | null
}

/** Orders what is compared by cluster. */
export function pairsOf({ items, pairs, more, pairCount }: Overlap): Pairs {
  const listed = [...pairs, ...more]
  const values = new Map(listed.map(({ a, b, value }) => [keyOf(a.id, b.id), value]))
  const likenessOf = (a: string, b: string) => values.get(keyOf(a, b)) ?? null
  const kept = chosenOf(items, listed)
  const likeness = (a: number, b: number) =>
    approximate(likenessOf(kept[a]!.id, kept[b]!.id) ?? '0')
  return {
    listed,
    items: leafOrder(kept.length, likeness).map((position) => kept[position]!),
    count: items.length,
    isComplete: listed.length >= pairCount,
    likenessOf,
  }
}

const keyOf = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`)

function chosenOf(items: readonly Item[], pairs: readonly Pair[]): readonly Item[] {
  if (items.length <= MOST_ITEMS) return items
  const ids = new Set<string>()
  for (const { a, b } of pairs) {
    if (ids.size >= MOST_ITEMS) break
    ids.add(a.id)
    if (ids.size < MOST_ITEMS) ids.add(b.id)
  }
  return items.filter(({ id }) => ids.has(id))
}

/** A name that fits beside a row. */
export function labelOf({ id, name }: { id: string; name?: string | null }): string {
  if (name) return tamed(name).slice(0, 16)
  // Of an operator set the number, too: those of one service differ in nothing else.
  return shortened(id).replace(/^symbiotic-/, 's-')
}
