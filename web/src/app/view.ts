import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { BlockInput, PricingInput, RiskScope } from '../data/types.generated'
import type { Place } from './place'

/** Address that stands for native ETH among assets. */
const NATIVE = '0x0000000000000000000000000000000000000000'

/** What amounts are in: prices in ETH or USD, or the shares of one pool. */
export type Unit =
  | { readonly kind: 'ETH' | 'USD' }
  | { readonly kind: 'POOL'; readonly pool: string; readonly symbol: string | null }

/** What all pages are shown at: a block, a range of blocks, a unit. */
export interface View {
  readonly place: Place
  /** Block of the URL; null: the last one. */
  readonly block: BlockInput | null
  /** Number of the block that is shown. */
  readonly shown: number
  readonly first: number
  /** Seconds between two blocks, on average over the index; null: unknown. */
  readonly pace: number | null
  readonly unit: Unit
  readonly pricing: PricingInput | null
  readonly scope: RiskScope | null
  /** Pools of the index, by address. */
  readonly pools: readonly string[]
  /** Added to names of parts of a page that is shown twice: ` at block 7`. */
  readonly part: string
  /** Plain name of the one chart that is shown, in a page of somebody else; null: the whole page is. */
  readonly embedded: string | null
  /** Block explorer of the chain; null: none. */
  readonly explorer: string | null
}

export const ViewContext = createContext<View | null>(null)

/** The view of the page that is shown. */
export function useView(): View {
  const view = useContext(ViewContext)
  if (!view) throw new Error('There is no view outside of a page.')
  return view
}

/** @param param `ETH`, `USD`, or the address of a pool */
export function unitOf(param: string | null, symbols: ReadonlyMap<string, string | null>): Unit {
  if (param === null || param === 'ETH' || param === 'USD') return { kind: param ?? 'ETH' }
  const pool = param.toLowerCase()
  return { kind: 'POOL', pool, symbol: symbols.get(pool) ?? null }
}

/** One ether is worth one ether, so no one has to give that price. */
export function pricingOf(unit: Unit): PricingInput | null {
  if (unit.kind === 'POOL') return null
  if (unit.kind === 'USD') return { numeraire: 'USD' }
  return { numeraire: 'ETH', prices: [{ asset: NATIVE, value: '1' }] }
}

/** As text beside amounts. */
export function unitText(unit: Unit): string {
  return unit.kind === 'POOL' ? 'base units of the pool' : unit.kind
}

/** Blocks from `from` to the one shown, at most `points` of them. */
export function seriesRange(
  view: View,
  points: number,
): { from: number; to: number; every: number } {
  const every = Math.max(1, Math.ceil((view.shown - view.first) / points))
  const steps = Math.floor((view.shown - view.first) / every)
  return { from: view.shown - steps * every, to: view.shown, every }
}

/** What the month is counted back by. */
const MONTH_SECONDS = 30 * 86_400

/** Blocks of a month, by the average pace of the chain; null: not known. */
const blocksOfMonth = ({ pace }: View): number | null =>
  pace === null ? null : Math.max(1, Math.round(MONTH_SECONDS / pace))

/** The block a month before; no earlier than the first one. Null: nothing is before. */
export function monthBefore(view: View): number | null {
  const { shown, first } = view
  if (shown <= first) return null
  return Math.max(first, shown - (blocksOfMonth(view) ?? shown - first))
}

/** Most points of a series by which a month is told. */
const MOST_POINTS = 60

/**
 * A range of blocks up to the one shown, with a block about a month before it among them: `since`, the first one where less is
 * indexed. Null: nothing is before.
 *
 * @param points about how many
 */
export function monthRange(
  view: View,
  points: number,
): { from: number; to: number; every: number; since: number | null } {
  const { shown, first } = view
  const span = shown - first
  const month = Math.min(blocksOfMonth(view) ?? span, span)
  if (month <= 0) return { from: shown, to: shown, every: 1, since: null }
  const steps = Math.max(1, Math.floor((month * points) / span))
  const every = Math.max(1, Math.floor(month / steps))
  const count = Math.min(MOST_POINTS, Math.floor(span / every))
  const back = Math.min(count, Math.round(month / every))
  return { from: shown - count * every, to: shown, every, since: shown - back * every }
}
