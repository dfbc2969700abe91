import { atBlock } from '../at-block'
import type { ApiContext, BlockPoint } from '../context'
import { addressPrefix, type Fit, fitOf } from './match'

type Query = Pick<ApiContext, 'query'>

/** What can be found, in the order of hits that fit alike, by the table that has it. */
const TABLES = {
  OPERATOR: 'operator',
  SERVICE: 'avs',
  POOL: 'pool',
  ASSET: 'asset',
  STAKER: 'staker',
} as const

/** What can be found. */
export type FoundType = keyof typeof TABLES

/** All that can be found, in the order of hits that fit alike. */
export const FOUND_TYPES = Object.keys(TABLES) as readonly FoundType[]

/** Something that fits a text. */
export interface Hit {
  readonly type: FoundType
  /** Its address, in lower case. */
  readonly id: string
  /** What of it fits. */
  readonly by: 'ADDRESS' | 'NAME' | 'SYMBOL'
}

interface Candidate {
  readonly id: string
  readonly by: 'NAME' | 'SYMBOL'
  readonly fit: Fit
  readonly text: string
  /** Null: whatever has this address. */
  readonly type: FoundType | null
}

/** Names, and symbols, that are looked up on the chain for one search; further ones fit less well. */
const MOST_CANDIDATES = 1_000

/** What is searched for. */
export interface Search {
  /** Folded, not empty. */
  readonly text: string
  readonly types: readonly FoundType[]
  readonly limit: number
}

/**
 * What is known at a block whose address begins with a text, or whose name or symbol has it: addresses first, by address; then names
 * and symbols, those that fit best first. Each statement reads a range or keys of an index.
 *
 * @param names by address, of the label files
 */
export async function search(
  context: Query,
  block: BlockPoint,
  names: ReadonlyMap<string, string>,
  { text, types, limit }: Search,
): Promise<Hit[]> {
  const hits: Hit[] = []
  const seen = new Set<string>()
  const add = (hit: Hit): void => {
    const key = `${hit.type} ${hit.id}`
    if (hits.length >= limit || seen.has(key)) return
    seen.add(key)
    hits.push(hit)
  }
  const ordered = FOUND_TYPES.filter((type) => types.includes(type))
  const prefix = addressPrefix(text)
  if (prefix !== null) {
    for (const type of ordered) {
      for (const id of await byAddress(context, block, type, prefix, limit)) {
        add({ type, id, by: 'ADDRESS' })
      }
    }
  }
  const candidates = [...named(names, text), ...(await withSymbol(context, text))].sort(better)
  const chosen = candidates.slice(0, MOST_CANDIDATES)
  const known = await knownIds(context, block, ordered, chosen)
  const fitting = chosen.flatMap((one) =>
    ordered
      .filter((type) => (one.type ?? type) === type && known.get(type)!.has(one.id))
      .map((type) => ({ ...one, type })),
  )
  for (const { type, id, by } of fitting.sort(better)) add({ type, id, by })
  return hits
}

/** First ids of a table that begin with a text, in order. */
async function byAddress(
  context: Query,
  block: BlockPoint,
  type: FoundType,
  prefix: string,
  limit: number,
): Promise<string[]> {
  // All keys are 0x and hexadecimal digits, and g comes after those.
  const params: unknown[] = [prefix, `${prefix}g`, limit]
  const held = atBlock(block, () => `$${params.push(block.number)}`)
  const rows = await context.query<{ id: string }>(
    `SELECT key AS id FROM "${TABLES[type]}" WHERE ${held} AND key >= $1 AND key < $2 ORDER BY key LIMIT $3`,
    params,
  )
  return rows.map(({ id }) => id)
}

/** Of each type those candidates that are known at the block. */
async function knownIds(
  context: Query,
  block: BlockPoint,
  types: readonly FoundType[],
  candidates: readonly Candidate[],
): Promise<Map<FoundType, ReadonlySet<string>>> {
  const known = new Map<FoundType, ReadonlySet<string>>()
  for (const type of types) {
    const ids = candidates.filter((one) => (one.type ?? type) === type).map(({ id }) => id)
    if (ids.length === 0) {
      known.set(type, new Set())
      continue
    }
    const params: unknown[] = [ids]
    const held = atBlock(block, () => `$${params.push(block.number)}`)
    const rows = await context.query<{ id: string }>(
      `SELECT key AS id FROM "${TABLES[type]}" WHERE ${held} AND key = ANY($1::text[])`,
      params,
    )
    known.set(type, new Set(rows.map(({ id }) => id)))
  }
  return known
}

function named(names: ReadonlyMap<string, string>, text: string): Candidate[] {
  const found: Candidate[] = []
  for (const [id, name] of names) {
    const fit = fitOf(text, name)
    if (fit !== null) found.push({ id, by: 'NAME', fit, text: name, type: null })
  }
  return found
}

/** Pools and tokens with the text in the symbol that their contracts answered. */
async function withSymbol(context: Query, text: string): Promise<Candidate[]> {
  const rows = await context.query<{ pool: string; token: string | null; symbol: string }>(
    `SELECT pool, '0x' || encode(token, 'hex') AS token, symbol FROM token_claim
     WHERE strpos(lower(symbol), $1) > 0 ORDER BY length(symbol), pool LIMIT $2`,
    [text, MOST_CANDIDATES],
  )
  return rows.flatMap(({ pool, token, symbol }) => {
    const fit = fitOf(text, symbol) ?? 3
    const of = (id: string, type: FoundType): Candidate => ({
      id,
      by: 'SYMBOL',
      fit,
      text: symbol,
      type,
    })
    return [of(pool, 'POOL'), ...(token === null ? [] : [of(token, 'ASSET')])]
  })
}

/** Orders by how well it fits, then shorter names, then by name, type and address, so that the order is the same everywhere. */
function better(a: Candidate, b: Candidate): number {
  const place = ({ type }: Candidate) => (type === null ? -1 : FOUND_TYPES.indexOf(type))
  return (
    a.fit - b.fit ||
    a.text.length - b.text.length ||
    byText(a.text, b.text) ||
    place(a) - place(b) ||
    byText(a.id, b.id)
  )
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Symbols of pools and assets by address, as their contracts answered; the newest answer of a token. */
export async function symbolsOf(
  context: Query,
  hits: readonly Hit[],
): Promise<ReadonlyMap<string, string>> {
  const ids = hits.flatMap(({ type, id }) => (type === 'POOL' || type === 'ASSET' ? [id] : []))
  if (ids.length === 0) return new Map()
  const rows = await context.query<{ pool: string; token: string | null; symbol: string }>(
    `SELECT pool, '0x' || encode(token, 'hex') AS token, symbol FROM token_claim
     WHERE symbol IS NOT NULL AND (pool = ANY($1::text[])
       OR token = ANY(SELECT decode(substr(id, 3), 'hex') FROM unnest($1::text[]) AS asked (id)))
     ORDER BY block, pool`,
    [ids],
  )
  return new Map(
    rows.flatMap(({ pool, token, symbol }): [string, string][] => [
      ...(token === null ? [] : [[token, symbol] as [string, string]]),
      [pool, symbol],
    ]),
  )
}
