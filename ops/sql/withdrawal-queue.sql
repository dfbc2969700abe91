-- Withdrawal queue by pool
-- Queued withdrawals that are not completed, in base units of each pool: what they would pay now, what of it can be completed, and
-- what still waits for the withdrawal delay.
SELECT i.pool_id AS pool, count(DISTINCT w.id)::int AS withdrawals, count(DISTINCT w.staker_id)::int AS stakers,
  sum(i.withdrawable_shares)::text AS shares,
  coalesce(sum(i.withdrawable_shares) FILTER (WHERE w.slashable_until_block < s.block), 0)::text AS completable_shares,
  coalesce(sum(i.withdrawable_shares) FILTER (WHERE w.slashable_until_block >= s.block), 0)::text AS waiting_shares,
  max(w.slashable_until_block) + 1 AS all_completable_from_block
FROM :"schema".status s
CROSS JOIN :"schema".withdrawals w
JOIN :"schema".withdrawal_items i ON i.withdrawal_id = w.id
WHERE w.status = 'QUEUED'
GROUP BY i.pool_id
ORDER BY withdrawals DESC, pool
