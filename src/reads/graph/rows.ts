import { atBlock, notEndedAt } from '../at-block'
import type { ApiContext, BlockPoint } from '../context'

type Query = Pick<ApiContext, 'query'>

/** Columns that the graph needs, by table. */
interface Columns {
  operator: Record<string, never>
  avs: Record<string, never>
  pool: { asset: string | null; rate: bigint | null }
  asset: { decimals: number | null }
  operatorSet: { avs: string }
  operatorSetPool: { set: string; pool: string }
  operatorStake: { operator: string; pool: string; shares: bigint }
  registration: { operator: string; avs: string; set: string | null }
  allocation: Allocation
  magnitude: { max: bigint }
  protocol: { withdrawalDelay: number | null; deallocationDelay: number | null }
}

/** An allocation as stored: `diff` is pending until its effect block. */
export interface Allocation {
  operator: string
  set: string
  pool: string
  magnitude: bigint
  diff: bigint
  effectBlock: bigint
}

/** A table that the graph is made of. */
export type Table = keyof Columns

/** The rows of a graph at one block, by key. */
export type GraphRows = { [T in Table]: Map<string, Columns[T]> }

type Raw = Record<string, string | number | null>

interface Source<T extends Table> {
  table: string
  /** SQL of the columns after the key. */
  select: string
  /** Condition that a row is one of EigenLayer. Default: all rows are. */
  where?: string
  read(raw: Raw): Columns[T]
}

const text = (value: unknown) => value as string
const integer = (value: unknown) => (value === null ? null : (value as number))
const big = (value: unknown) => BigInt(value as string)

/** Conditions of tables that have rows of other protocols, too: see ids of `facts`. */
const OWN = "protocol = 'EIGENLAYER'"
const NOT_PREFIXED = "NOT starts_with(key, 'symbiotic-')"

/** How each table is read. */
export const SOURCES: { [T in Table]: Source<T> } = {
  operator: { table: 'operator', select: '', where: OWN, read: () => ({}) },
  avs: { table: 'avs', select: '', where: OWN, read: () => ({}) },
  pool: {
    table: 'pool',
    where: OWN,
    select: ', asset_id AS asset, exchange_rate::text AS rate',
    read: ({ asset, rate }) => ({
      asset: asset as string | null,
      rate: rate === null ? null : big(rate),
    }),
  },
  asset: {
    table: 'asset',
    select: ', decimals',
    read: ({ decimals }) => ({ decimals: integer(decimals) }),
  },
  operatorSet: {
    table: 'operator_set',
    where: NOT_PREFIXED,
    select: ', avs_id AS avs',
    read: ({ avs }) => ({ avs: text(avs) }),
  },
  operatorSetPool: {
    table: 'operator_set_pool',
    select: ', operator_set_id AS set, pool_id AS pool',
    read: ({ set, pool }) => ({ set: text(set), pool: text(pool) }),
  },
  operatorStake: {
    table: 'operator_stake',
    select: ', operator_id AS operator, pool_id AS pool, shares::text AS shares',
    read: ({ operator, pool, shares }) => ({
      operator: text(operator),
      pool: text(pool),
      shares: big(shares),
    }),
  },
  registration: {
    table: 'avs_registration',
    where: NOT_PREFIXED,
    select: ', operator_id AS operator, avs_id AS avs, operator_set_id AS set',
    read: ({ operator, avs, set }) => ({
      operator: text(operator),
      avs: text(avs),
      set: set as string | null,
    }),
  },
  allocation: {
    table: 'allocation',
    select: `, operator_id AS operator, operator_set_id AS set, pool_id AS pool,
      stored_magnitude::text AS magnitude, stored_diff::text AS diff, stored_effect_block::text AS effect`,
    read: ({ operator, set, pool, magnitude, diff, effect }) => ({
      operator: text(operator),
      set: text(set),
      pool: text(pool),
      magnitude: big(magnitude),
      diff: big(diff),
      effectBlock: big(effect),
    }),
  },
  magnitude: {
    table: 'operator_magnitude',
    select: ', max::text AS max',
    read: ({ max }) => ({ max: big(max) }),
  },
  protocol: {
    table: 'protocol',
    select: `, min_withdrawal_delay_blocks AS "withdrawalDelay",
      deallocation_delay_blocks AS "deallocationDelay"`,
    read: ({ withdrawalDelay, deallocationDelay }) => ({
      withdrawalDelay: integer(withdrawalDelay),
      deallocationDelay: integer(deallocationDelay),
    }),
  },
}

/** Reads the rows that hold at a block. */
export async function loadRows(context: Query, block: BlockPoint): Promise<GraphRows> {
  const held = atBlock(block, () => '$1')
  const params = block.isHead ? [] : [block.number]
  const entries: [string, Map<string, unknown>][] = []
  for (const [name, { table, select, where = 'true', read }] of Object.entries(SOURCES)) {
    const rows = await context.query<Raw>(
      `SELECT key${select} FROM "${table}" WHERE ${held} AND ${where}`,
      params,
    )
    entries.push([name, new Map(rows.map((raw) => [text(raw.key), read(raw)]))])
  }
  return Object.fromEntries(entries) as unknown as GraphRows
}

/** What changed between two blocks: keys of rows with amounts, and whether the layout of the graph changed. */
export interface RowChanges {
  operatorStake: string[]
  magnitude: string[]
  allocation: string[]
  isLayout: boolean
}

/** Tables of amounts: only a new or removed key changes the layout. */
const AMOUNT_TABLES = ['operatorStake', 'magnitude', 'allocation'] as const
/** Tables of which the layout needs the keys only. */
const KEY_TABLES: readonly Table[] = ['operator', 'avs', 'operatorSet', 'pool', 'asset']

/**
 * Advances the rows of the block `since` to the later block `until`, in place.
 *
 * The caller checks that the database still has the block `since`, by its digest.
 */
export async function advanceRows(
  context: Query,
  rows: GraphRows,
  since: number,
  until: number,
): Promise<RowChanges> {
  const changes: RowChanges = { operatorStake: [], magnitude: [], allocation: [], isLayout: false }
  for (const [name, { table, select, where = 'true', read }] of Object.entries(SOURCES)) {
    const known = rows[name as Table] as Map<string, unknown>
    const changed = await context.query<Raw>(
      `SELECT key${select}, ${notEndedAt('$2')} AS held FROM "${table}"
       WHERE ((from_block > $1 AND from_block <= $2) OR (to_block > $1 AND to_block <= $2)) AND ${where}
       ORDER BY from_block`,
      [since, until],
    )
    if (changed.length === 0) continue
    const keys = new Set(changed.map(({ key }) => text(key)))
    const before = [...keys].filter((key) => known.has(key))
    for (const raw of changed) {
      if (raw.held) known.set(text(raw.key), read(raw))
      else known.delete(text(raw.key))
    }
    const isSame = before.length === keys.size && before.every((key) => known.has(key))
    const amounts = AMOUNT_TABLES.find((one) => one === name)
    if (amounts) changes[amounts] = [...keys]
    // A new magnitude or allocation does not change the layout.
    if (amounts === 'magnitude' || amounts === 'allocation') continue
    if (!isSame || !(amounts || KEY_TABLES.includes(name as Table))) changes.isLayout = true
  }
  return changes
}

/** An operator that left a set, with the block of the last time: it stays slashable for the deallocation delay. */
export interface Departure {
  operator: string
  set: string
  block: number
}

/** Departures within the deallocation delay; all if the delay is unknown. */
export function loadDepartures(
  context: Query,
  block: number,
  delay: number | null,
): Promise<Departure[]> {
  return context.query<Departure>(
    `SELECT operator_id AS operator, operator_set_id AS set, max(block) AS block
     FROM deregistration WHERE block <= $1 AND block >= $2 GROUP BY 1, 2`,
    [block, delay === null ? 0 : block - delay],
  )
}
