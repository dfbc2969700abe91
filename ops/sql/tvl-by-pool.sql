-- TVL by pool
-- Shares in each pool, in its base units: all of them, and those delegated to operators. Shares of different pools are different
-- units and are never added.
SELECT p.id AS pool, p.token_symbol, p.token, p.token_decimals, p.exchange_rate,
  p.total_shares::text AS total_shares, p.delegated_shares::text AS delegated_shares, coalesce(o.operators, 0) AS operators
FROM :"schema".pools p
LEFT JOIN (
  SELECT pool_id, count(*)::int AS operators FROM :"schema".operator_stakes WHERE shares > 0 GROUP BY pool_id
) o ON o.pool_id = p.id
ORDER BY operators DESC, p.id
