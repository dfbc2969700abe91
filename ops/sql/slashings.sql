-- Slashings
-- Slashings of the time range, pool by pool: the fraction that was slashed, the delegated shares of the operator before and after,
-- and what was taken of the withdrawal queue, in base units of the pool.
SELECT s.block_time AS time, s.block, s.operator_id AS operator, s.operator_set_id AS operator_set, p.pool_id AS pool,
  round(p.wad_slashed / 1e18, 6) AS fraction, p.shares_before::text AS shares_before, p.shares_after::text AS shares_after,
  p.queued_shares_slashed::text AS queued_shares_slashed, s.redistribution_recipient, s.state, s.transaction_hash
FROM :"schema".slashings s
JOIN :"schema".slashed_pools p ON p.slashing_id = s.id
WHERE s.block_time BETWEEN :'from'::timestamptz AND :'to'::timestamptz
ORDER BY s.block DESC, s.log_index DESC, p.position
LIMIT 500
