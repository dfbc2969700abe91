import { compared, product, shifted, short } from '../format/decimal'
import { tamed } from '../format/text'
import type { TokensQuery } from './types.generated'

/** What amounts of a pool, or of a token, are in. Null: unknown. */
export interface Token {
  readonly name: string | null
  readonly symbol: string | null
  readonly decimals: number | null
  /** Base units of the token for 1e18 base units of the pool. */
  readonly rate: string | null
  /** What 1e18 base units of the pool are worth. */
  readonly value: string | null
}

/** By the address of a pool, and by `token:` and that of a token. */
export type Tokens = ReadonlyMap<string, Token>

/** Names of the label files, by address. */
export type Names = ReadonlyMap<string, string>

/** What the API says of how addresses are called. */
export const namesOf = ({ names }: TokensQuery): Names =>
  new Map(names.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])))

/** Key of a token among pools: a vault can be both. */
export const tokenKey = (id: string | null): string => `token:${id}`

/** What the API says of all pools and their tokens. */
export function tokensOf({ pools, prices }: TokensQuery): Tokens {
  const priced = new Map(prices.pools.map((row) => [row.pool.id, row]))
  return new Map(
    pools.flatMap(({ id, assetId, asset, tokenSymbol: symbol, tokenDecimals }) => {
      const decimals = asset?.decimals ?? tokenDecimals
      const { pool, price = null, rate = null, shareValue: value = null } = priced.get(id) ?? {}
      const worth = price === null || decimals === null ? null : shifted(price, 18 - decimals)
      return [
        [id, { name: pool?.name ?? null, symbol, decimals, rate, value }],
        [tokenKey(assetId), { name: null, symbol, decimals, rate: ONE, value: worth }],
      ] as [string, Token][]
    }),
  )
}

const ONE = shifted('1', 18)

/** Below this part of a token nothing is told apart. */
const LEAST = '0.000001'

/** An amount in whole tokens, exact; in shares where their rate is unknown, and in base units where decimals are. */
export function wholeOf(amount: string, token: Token | undefined): string {
  const { decimals = null, rate = null } = token ?? {}
  if (decimals === null) return amount
  return shifted(rate === null ? amount : product(amount, shifted(rate, -18)), -decimals)
}

/** What `wholeOf` is in, if that is not what people expect: tokens whose symbol nobody knows. */
export function unitOf(token: Token | undefined): string | null {
  if (token?.decimals == null) return 'base units'
  return token.rate === null ? 'shares' : token.symbol && tamed(token.symbol)
}

/** An amount of a pool for people. */
export function tokenText(amount: string, token: Token | undefined): string {
  if (compared(amount, '0') < 0) return `−${tokenText(amount.slice(1), token)}`
  if (amount === '0') return '0'
  const whole = wholeOf(amount, token)
  const text = compared(whole, LEAST) < 0 ? `< ${LEAST}` : short(whole)
  const unit = unitOf(token)
  return unit === null ? text : `${text} ${unit}`
}

/** What an amount is worth by the prices; null: unknown. */
export const worthOf = (amount: string, token: Token | undefined): string | null =>
  token?.value == null ? null : shifted(product(amount, token.value), -18)
