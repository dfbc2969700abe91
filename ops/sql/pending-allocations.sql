-- Allocations coming into effect
-- Changes of allocations that are announced: the magnitude now, how it changes (both as fractions of 1), and the block from which
-- the change counts. A negative change is a deallocation.
SELECT a.effect_block, a.effect_block - s.block AS blocks_left, a.operator_id AS operator, a.operator_set_id AS operator_set,
  a.pool_id AS pool, round(a.magnitude / 1e18, 6) AS magnitude, round(a.pending_diff / 1e18, 6) AS change
FROM :"schema".status s
CROSS JOIN :"schema".allocations a
WHERE a.pending_diff <> 0
ORDER BY a.effect_block, a.id
LIMIT 500
