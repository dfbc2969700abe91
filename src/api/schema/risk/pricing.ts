import { toDecimal } from '../../../risk/decimal'
import type { Valuation } from '../../../risk/graph'
import { parseRatio } from '../../../risk/parse-ratio'
import type { Ratio } from '../../../risk/ratio'
import { valuation } from '../../../risk/valuation'
import type { BlockGraph } from '../../graph/graphs'
import { address, bad } from './arguments'
import { type Member, member } from './meta'

/** Argument `pricing`, as it came. */
export interface PricingInput {
  numeraire: 'ETH' | 'USD'
  prices: readonly { asset: string; value: string }[]
}

/** Prices of an answer, as `meta.pricing` echoes them. */
export interface Pricing {
  readonly numeraire: string
  readonly source: string | null
  readonly unpriced: Member[]
}

/** How stake of several pools is added up; null: not at all, shares are taken as they are. */
export interface Valuer {
  readonly valuation: Valuation
  /** By pool id. */
  weightOf(pool: string): bigint | null
  echo(unpriced: readonly string[]): Pricing
}

/** SDL of the argument. */
export const pricingTypeDefs = /* GraphQL */ `
"Prices that make shares of different pools addable."
input PricingInput {
  "What the prices are in; only echoed."
  numeraire: PriceNumeraire!
  "Price of each asset; stake of others is left out and listed in \`meta.pricing.unpriced\`."
  prices: [PriceInput!]!
}

"Price of an asset."
input PriceInput {
  "Token address, in any case; the zero address is native ETH."
  asset: String!
  "Value of one whole token (10^decimals base units), above 0: \`1.05\` or \`21/20\`."
  value: String!
}
`

/**
 * Prices of the request as a function of pools.
 * @throws ApiError BAD_USER_INPUT on a price that is none, or two of one asset
 */
export function readPricing(
  input: PricingInput | null | undefined,
): ((at: BlockGraph) => Valuer) | null {
  if (!input) return null
  const prices = new Map<string, Ratio>()
  for (const { asset, value } of input.prices) {
    const key = address('pricing.prices.asset', asset)
    if (prices.has(key)) throw bad('pricing.prices.asset', asset, 'It has a price already.')
    prices.set(key, readPrice(value))
  }
  return ({ graph, pools }) => {
    const known = valuation(
      pools.map(({ asset, decimals, rate }) => ({
        decimals,
        rate,
        price: asset === null ? null : (prices.get(asset) ?? null),
      })),
    )
    const weights = new Map(graph.pools.map((pool, index) => [pool, known.weights[index]!]))
    return {
      valuation: known,
      weightOf: (pool) => weights.get(pool) ?? null,
      echo: (unpriced) => ({
        numeraire: input.numeraire,
        source: `arguments: ${[...prices].map(([asset, price]) => `${asset} ${toDecimal(price)}`).join(', ')}`,
        unpriced: unpriced.map(member),
      }),
    }
  }
}

function readPrice(text: string): Ratio {
  let price: Ratio
  try {
    price = parseRatio(text)
  } catch {
    throw bad('pricing.prices.value', text, 'Write a decimal or a fraction: "1.05" or "21/20".')
  }
  if (price.num > 0n) return price
  throw bad('pricing.prices.value', text, 'A price is above 0: leave out what has none.')
}
