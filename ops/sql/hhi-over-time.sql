-- HHI and delegated shares of a pool over time
-- Herfindahl-Hirschman index of the operators of the chosen pool (sum of the squared shares: 1 is a single operator), and what is
-- delegated to them, at up to 24 blocks of the time range. From the changes that the DelegationManager emits: one pass over them
-- is faster than 24 calls of `operator_stakes_at`, and has the same values.
WITH span AS (
  SELECT extract(epoch FROM greatest(:'from'::timestamptz, min(block_time))) AS since,
    extract(epoch FROM least(:'to'::timestamptz, max(block_time))) AS until
  FROM :"schema".blocks
), sample AS (
  SELECT max(block) AS block, max(block_time) AS time
  FROM :"schema".blocks, span
  WHERE extract(epoch FROM block_time) BETWEEN since AND until
  GROUP BY width_bucket(extract(epoch FROM block_time), since, until + 1, 24)
), change AS (
  SELECT block, arguments ->> 'operator' AS operator,
    CASE name WHEN 'OperatorSharesIncreased' THEN 1 ELSE -1 END * (arguments ->> 'shares')::numeric AS shares
  FROM :"schema".contract_events
  WHERE name IN ('OperatorSharesIncreased', 'OperatorSharesDecreased') AND kind = 'DELEGATION_MANAGER'
    AND arguments ->> 'strategy' = lower(:'pool')
), held AS (
  SELECT s.time, sum(c.shares) AS shares
  FROM sample s
  LEFT JOIN change c ON c.block <= s.block
  GROUP BY s.time, c.operator
)
SELECT time, round(sum(shares * shares) / nullif(sum(shares) * sum(shares), 0), 6) AS hhi,
  coalesce(sum(shares), 0) AS delegated_shares
FROM held
GROUP BY time
ORDER BY time
