import type { RowSql, ValueField } from '../entities'
import { NATIVE_POOL } from '../pools'
import { type Computed, computed } from './sql'

/*
 * What contracts said of the tokens of pools (store/token-claims.ts). Constants, so they are the same at every block, also
 * before that at which they were asked.
 */

const claimed = (column: string) => (row: RowSql) =>
  `(SELECT t.${column} FROM token_claim t WHERE t.pool = ${row.column('key')})`

/** Reason of a value without one: of the claim, or why there is no claim. */
function gap(name: string, column: string, description: string): ValueField {
  return {
    ...computed(name, 'ENUM', true, description, (row) => {
      const asked = `(SELECT coalesce(t.${column}, '') FROM token_claim t WHERE t.pool = ${row.column('key')})`
      const unasked = `CASE WHEN ${row.column('key')} = '${NATIVE_POOL}' THEN 'NO_CONTRACT' ELSE 'NOT_ASKED' END`
      return `nullif(coalesce(${asked}, ${unasked}), '')`
    }),
    enumName: 'TokenNullReason',
  }
}

export const tokens: Computed = {
  Pool: [
    computed(
      'token',
      'Bytes',
      true,
      'Its token, as the contract of the pool answered once it was discovered (StrategyBase.underlyingToken). A claim as of `tokenBlock`, the same at every block; `asset` is the emitted one. Null: unknown, see `tokenSymbolNullReason`.',
      claimed('token'),
    ),
    computed(
      'tokenSymbol',
      'String',
      true,
      'Symbol of `token`, as its contract answered (symbol()). Anybody can deploy a token with any symbol: it identifies nothing.',
      claimed('symbol'),
    ),
    gap('tokenSymbolNullReason', 'symbol_gap', 'Why `tokenSymbol` is null; null: it is not.'),
    computed(
      'tokenDecimals',
      'Int',
      true,
      'Decimals of `token`, as its contract answered (decimals()).',
      claimed('decimals'),
    ),
    gap('tokenDecimalsNullReason', 'decimals_gap', 'Why `tokenDecimals` is null; null: it is not.'),
    computed(
      'tokenBlock',
      'Int',
      true,
      'Block whose state the contracts answered from; null: they were not asked.',
      claimed('block'),
    ),
    computed('tokenTime', 'DateTime', true, 'Time of that block.', claimed('block_time')),
  ],
  Asset: [
    computed(
      'symbol',
      'String',
      true,
      'Symbol, as the contract of the token answered once a pool of it was discovered; see `Pool.tokenSymbol`. Null: unknown, see `Pool.tokenSymbolNullReason`.',
      (row) =>
        `(SELECT t.symbol FROM token_claim t WHERE t.token = ${row.column('address')} AND t.symbol IS NOT NULL` +
        ' ORDER BY t.block DESC, t.pool LIMIT 1)',
    ),
  ],
}
