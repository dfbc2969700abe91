-- Largest operators of a pool
-- Operators with the most delegated shares of the chosen pool, and their share of all that is delegated in it.
SELECT row_number() OVER (ORDER BY shares DESC, operator_id)::int AS rank, operator_id AS operator, shares::text AS shares,
  round(shares / sum(shares) OVER (), 6) AS share
FROM :"schema".operator_stakes
WHERE pool_id = lower(:'pool') AND shares > 0
ORDER BY rank
LIMIT 20
