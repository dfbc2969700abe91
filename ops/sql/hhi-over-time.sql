-- HHI and delegated shares of a pool over time
-- Herfindahl-Hirschman index of the operators of the chosen pool (sum of the squared shares: 1 is a single operator), and what is
-- delegated to them, at up to 24 blocks of the time range.
WITH span AS (
  SELECT extract(epoch FROM greatest(:'from'::timestamptz, min(block_time))) AS since,
    extract(epoch FROM least(:'to'::timestamptz, max(block_time))) AS until
  FROM :"schema".blocks
), sample AS (
  SELECT max(block) AS block, max(block_time) AS time
  FROM :"schema".blocks, span
  WHERE extract(epoch FROM block_time) BETWEEN since AND until
  GROUP BY width_bucket(extract(epoch FROM block_time), since, until + 1, 24)
)
SELECT s.time, round(p.hhi, 6) AS hhi, p.delegated_shares
FROM sample s
CROSS JOIN LATERAL (
  SELECT sum(shares * shares) / nullif(sum(shares) * sum(shares), 0) AS hhi, sum(shares) AS delegated_shares
  FROM :"schema".operator_stakes_at(s.block)
  WHERE pool_id = lower(:'pool')
) p
ORDER BY s.time
