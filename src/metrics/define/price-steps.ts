import type { BlockHeader } from '../../reads/context'
import type { PriceFile } from '../../reads/files/prices'
import type { PoolInfo } from '../../reads/pools'
import { loadFeedHistory, loadRateHistory } from '../../reads/price-history'
import { valuation } from '../../risk/graph/valuation'
import type { Valuation } from '../../risk/value/valuation'
import type { Request } from './measure'
import { type PriceRequest, priceIn } from './pricing'

/** Valuations at some blocks, one after another. */
export interface PriceSteps {
  /** Moves to the next block. @param pools what events said there */
  advance(pools: readonly PoolInfo[]): Valuation
}

/** Reads what the valuations of some blocks need, at once: each is that of `valuer` at its block. @param ids of pools */
export async function loadPriceSteps(
  request: PriceRequest,
  file: PriceFile | null,
  context: Request['context'],
  points: readonly { readonly block: number; readonly header: BlockHeader }[],
  ids: readonly string[],
): Promise<PriceSteps> {
  const blocks = points.map(({ block }) => block)
  const feeds = await loadFeedHistory(context, blocks, request.numeraire)
  const rates = await loadRateHistory(context, blocks, ids)
  let point = -1
  let last: { key: string; valuation: Valuation } | null = null
  return {
    advance(pools) {
      const { block, header } = points[++point]!
      // No later price is used: of a block without a stored header the time of the last one before it.
      const time = header.timestampAtLeast
      const priceOf = priceIn(request, file, { number: block, time, feeds: feeds.advance() })
      const worths = rates.advance(pools).map(({ asset, decimals, rate }) => {
        return { decimals, rate, price: asset === null ? null : (priceOf(asset)?.value ?? null) }
      })
      const key = worths
        .map(({ decimals, rate, price }) => `${decimals} ${rate} ${price?.num}/${price?.den}`)
        .join()
      if (last?.key !== key) last = { key, valuation: valuation(worths) }
      return last.valuation
    },
  }
}
