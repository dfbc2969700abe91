// What the generated migration cannot say: references that hold keys, the indexes of the history, the cursor.
// The lists of tables are written out, because a migration is a fact of the past: it must not change with the model.

const STATE_TABLES = [
  'admin',
  'allocation',
  'appointee',
  'asset',
  'avs',
  'avs_registration',
  'contract',
  'delegation',
  'distribution_root',
  'operator',
  'operator_magnitude',
  'operator_set',
  'operator_set_pool',
  'operator_stake',
  'pod',
  'pool',
  'protocol',
  'reward_split',
  'slashed_shares',
  'stake',
  'staker',
  'withdrawal',
]

// A reference names a thing (its key), not one version of it (its id), so no foreign key can hold it (docs/adr/0002).
const REFERENCES_SQL = `
  SELECT conrelid::regclass::text AS "table", conname AS "name"
  FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`

module.exports = class StateAtABlock1795264031320 {
  name = 'StateAtABlock1795264031320'

  async up(db) {
    for (const { table, name } of await db.query(REFERENCES_SQL)) {
      await db.query(`ALTER TABLE ${table} DROP CONSTRAINT "${name}"`)
    }
    for (const table of STATE_TABLES) {
      // One version holds now; one version begins in a block.
      await db.query(`CREATE UNIQUE INDEX ${table}_now ON "${table}" (key) WHERE to_block IS NULL`)
      await db.query(`CREATE UNIQUE INDEX ${table}_history ON "${table}" (key, from_block)`)
      // Undo deletes what began, and reopens what ended, after a block.
      await db.query(`CREATE INDEX ${table}_begin ON "${table}" (from_block)`)
      await db.query(`CREATE INDEX ${table}_end ON "${table}" (to_block)`)
    }
    // Lists ordered by size: the largest positions of a pool, of an operator, of all.
    await db.query(
      'CREATE INDEX operator_stake_shares ON operator_stake (shares DESC, key) WHERE to_block IS NULL',
    )
    await db.query(
      'CREATE INDEX operator_stake_pool_shares ON operator_stake (pool_id, shares DESC) WHERE to_block IS NULL',
    )
    await db.query(
      'CREATE INDEX stake_pool_shares ON stake (pool_id, deposit_shares DESC) WHERE to_block IS NULL',
    )
    await db.query(
      'CREATE INDEX withdrawal_status ON withdrawal (status, staker_id) WHERE to_block IS NULL',
    )
    // Encumbered magnitude sums an operator's allocations of one pool.
    await db.query('CREATE INDEX allocation_operator_pool ON allocation (operator_id, pool_id)')
    await db.query('CREATE INDEX slashing_order ON slashing (block, log_index)')
    await db.query(
      "CREATE INDEX contract_event_unread ON contract_event (block) WHERE status <> 'DECODED'",
    )
    // Where the indexer stands. One row; written in the transaction that writes the rows.
    await db.query(`CREATE TABLE cursor (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      chain_id bigint NOT NULL,
      network text NOT NULL,
      deployment text NOT NULL,
      start_block integer NOT NULL,
      height integer NOT NULL,
      hash text NOT NULL,
      block_timestamp bigint,
      finalized_height integer NOT NULL,
      finalized_hash text NOT NULL,
      head integer,
      digest text NOT NULL,
      updated_at timestamptz NOT NULL)`)
    // Blocks that can still be undone, above finalized_height.
    await db.query('CREATE TABLE hot_block (height integer PRIMARY KEY, hash text NOT NULL)')
  }

  async down() {
    throw new Error('This migration is not undone: drop the schema and index again.')
  }
}
