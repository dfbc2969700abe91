import type { Caller, EthCall } from '../contracts/calls'
import { readDecimals, readSymbol, readToken, type TokenAnswer } from '../contracts/token-text'
import { decimals, symbol, underlyingToken } from '../contracts/view'
import type { TokenClaim } from '../store/token-claims'

/** Pools that are asked in one batch. */
const BATCH = 50
/** Pools that are asked alone after their batch failed, before the provider is taken to be the cause. */
const ALONE = 3

/**
 * Asks pools for their tokens, and the tokens for symbol and decimals.
 *
 * One contract may make a whole batch fail: an answer too large, or a call too expensive for the provider. Then each pool
 * is asked alone, and what fails alone has not answered.
 * @throws what `caller` throws, if no pool can be asked
 */
export async function askTokens(caller: Caller, pools: readonly string[]): Promise<TokenClaim[]> {
  const claims: TokenClaim[] = []
  for (let from = 0; from < pools.length; from += BATCH) {
    const batch = pools.slice(from, from + BATCH)
    try {
      claims.push(...(await askBatch(caller, batch)))
    } catch (error) {
      claims.push(...(await askAlone(caller, batch, error)))
    }
  }
  return claims
}

async function askAlone(
  caller: Caller,
  pools: readonly string[],
  reason: unknown,
): Promise<TokenClaim[]> {
  const claims: TokenClaim[] = []
  let answered = 0
  for (const [index, pool] of pools.entries()) {
    try {
      claims.push(...(await askBatch(caller, [pool])))
      answered++
    } catch {
      if (answered === 0 && (index + 1 >= ALONE || index + 1 === pools.length)) throw reason
      claims.push(toClaim(pool, null, NO_ANSWER, NO_ANSWER))
    }
  }
  return claims
}

const NO_ANSWER = { value: null, gap: 'NO_ANSWER' } as const

async function askBatch(caller: Caller, pools: readonly string[]): Promise<TokenClaim[]> {
  const found = (await caller(callsTo(pools, underlyingToken.encode({})))).map(readToken)
  const tokens = [...new Set(found.flatMap(({ value }) => (value === null ? [] : [value])))]
  const symbols = await caller(callsTo(tokens, symbol.encode({})))
  const digits = await caller(callsTo(tokens, decimals.encode({})))
  return pools.map((pool, index) => {
    const token = found[index]!
    if (token.value === null) return toClaim(pool, null, token, token)
    const at = tokens.indexOf(token.value)
    return toClaim(pool, token.value, readSymbol(symbols[at]!), readDecimals(digits[at]!))
  })
}

function callsTo(contracts: readonly string[], data: string): EthCall[] {
  return contracts.map((to) => ({ to, data }))
}

function toClaim(
  pool: string,
  token: string | null,
  symbol: TokenAnswer<string>,
  decimals: TokenAnswer<number>,
): TokenClaim {
  return {
    pool,
    token,
    symbol: symbol.value,
    symbolGap: symbol.gap,
    decimals: decimals.value,
    decimalsGap: decimals.gap,
  }
}
