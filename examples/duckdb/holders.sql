-- The largest operators of each pool, from the Parquet files of `linchpin export operatorStakes --out data`.
-- Amounts are text, as some have more digits than any number of DuckDB; those that are summed here fit HUGEINT.
WITH stakes AS (
  SELECT poolId AS pool, operatorId AS operator, shares::HUGEINT AS shares
  FROM read_parquet('data/operatorStakes/*/*.parquet')
),
ranked AS (
  SELECT pool, operator, shares,
    shares / sum(shares) OVER (PARTITION BY pool) AS share,
    row_number() OVER (PARTITION BY pool ORDER BY shares DESC, operator) AS place
  FROM stakes
  WHERE shares > 0
)
SELECT pool, count(*) AS operators, any_value(operator) FILTER (place = 1) AS largest,
  printf('%.4f', max(share)) AS share, printf('%.4f', sum(share * share)) AS hhi
FROM ranked
GROUP BY pool
ORDER BY pool;
