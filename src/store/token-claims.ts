import type { Client } from 'pg'
import type { TokenNullReason } from '../facts/enums.generated'
import { BEACON_CHAIN_ETH } from '../facts/native-eth'
import { inWriterTransaction } from './writer/fenced'
import type { Claim } from './writer/lock'

/** What the contracts of a pool said of its token. */
export interface TokenClaim {
  pool: string
  /** StrategyBase.underlyingToken; null: unknown. */
  token: string | null
  symbol: string | null
  /** Null: there is a symbol. */
  symbolGap: TokenNullReason | null
  decimals: number | null
  decimalsGap: TokenNullReason | null
}

/** When contracts were asked. */
export interface AskedAt {
  /** Block whose state they answered from. */
  block: number
  /** Its time, in unix seconds. */
  timestamp: number
}

/** A pool that was not asked, or did not answer all. */
export interface TokenTarget {
  pool: string
  /** Answers so far; null: it was never asked. */
  known: TokenClaim | null
}

const TARGETS_SQL = `
  SELECT p.key AS pool, t.pool IS NOT NULL AS asked, '0x' || encode(t.token, 'hex') AS token, t.symbol,
    t.symbol_gap AS "symbolGap", t.decimals, t.decimals_gap AS "decimalsGap"
  FROM pool p LEFT JOIN token_claim t ON t.pool = p.key
  WHERE p.to_block IS NULL AND p.first_seen_block <= $1 AND p.protocol = 'EIGENLAYER' AND p.key <> $2
    AND (t.pool IS NULL OR $3 AND (t.symbol_gap IN ('NO_ANSWER', 'INVALID') OR t.decimals_gap IN ('NO_ANSWER', 'INVALID')))
  ORDER BY p.key`

/**
 * Reads which pools to ask at a block.
 * @param again those that did not answer before, too
 */
export async function readTokenTargets(
  client: Client,
  block: number,
  again: boolean,
): Promise<TokenTarget[]> {
  const { rows } = await client.query(TARGETS_SQL, [block, BEACON_CHAIN_ETH, again])
  return rows.map(({ pool, asked, ...claim }) => {
    return { pool, known: asked ? { pool, ...claim } : null }
  })
}

/** Writes claims, in one transaction; a claim replaces that of its pool. */
export async function writeTokenClaims(
  client: Client,
  writer: Claim,
  { block, timestamp }: AskedAt,
  claims: readonly TokenClaim[],
): Promise<void> {
  await inWriterTransaction(client, writer, async () => {
    for (const { pool, token, symbol, symbolGap, decimals, decimalsGap } of claims) {
      await client.query(
        `INSERT INTO token_claim (pool, token, symbol, symbol_gap, decimals, decimals_gap, block, block_time)
         VALUES ($1, decode($2, 'hex'), $3, $4, $5, $6, $7, to_timestamp($8))
         ON CONFLICT (pool) DO UPDATE SET token = EXCLUDED.token, symbol = EXCLUDED.symbol,
           symbol_gap = EXCLUDED.symbol_gap, decimals = EXCLUDED.decimals, decimals_gap = EXCLUDED.decimals_gap,
           block = EXCLUDED.block, block_time = EXCLUDED.block_time, written_at = clock_timestamp()`,
        [pool, token?.slice(2) ?? null, symbol, symbolGap, decimals, decimalsGap, block, timestamp],
      )
    }
  })
}
