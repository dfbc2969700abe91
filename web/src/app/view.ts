import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Standing } from '../data/stamp'
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
  /** Of the index, as it was asked last: what a page shows may be kept from before. */
  readonly standing: Standing
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

/** What the API sends and takes amounts in. */
export const unitText = (unit: Unit): string =>
  unit.kind === 'POOL' ? 'base units of the pool' : unit.kind

/** What prices are in, also where amounts are those of a pool. */
export const pricedIn = ({ kind }: Unit): 'ETH' | 'USD' => (kind === 'POOL' ? 'ETH' : kind)

/** Blocks from `from` to the one shown, at most `points` of them. */
export function seriesRange(
  view: View,
  points: number,
): { from: number; to: number; every: number } {
  const every = Math.max(1, Math.ceil((view.shown - view.first) / points))
  const steps = Math.floor((view.shown - view.first) / every)
  return { from: view.shown - steps * every, to: view.shown, every }
}
