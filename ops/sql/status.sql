-- How far the index is
-- Block and time that all other queries are of, how far the head of the chain is ahead, and what is missing. `stopped`: why the
-- indexer does not go on.
SELECT network, block, block_time, lag AS blocks_behind,
  round(extract(epoch FROM now() - block_time)) AS block_age_seconds,
  round(extract(epoch FROM now() - updated_at)) AS update_age_seconds,
  finalized_block, proven_to, stopped, array_to_string(missing_contracts, ', ') AS missing_contracts
FROM :"schema".status
