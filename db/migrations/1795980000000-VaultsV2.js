// Vaults of version 3 (Symbiotic core V2): accounts, adapters, queues, protocol fees. As in Vaults, references hold keys and there are
// no foreign keys.

const VERSION = `"id" character varying NOT NULL, "key" text NOT NULL, "from_block" integer NOT NULL, "to_block" integer`

const TABLES = {
  vault_account: `"asset" bytea NOT NULL, "stored_total_assets" numeric NOT NULL, "total_shares" numeric NOT NULL,
    "free_assets" numeric NOT NULL, "last_update" numeric NOT NULL, "management_fee" numeric NOT NULL,
    "management_fee_receiver" bytea, "performance_fee" numeric NOT NULL, "performance_fee_receiver" bytea,
    "protocol_fee_receiver" bytea, "protocol_management_fee" numeric NOT NULL,
    "protocol_performance_fee" numeric NOT NULL, "queue" bytea, "adapters" text array NOT NULL,
    "auto_allocate_adapters" text array NOT NULL, "adapters_with_pending" text array NOT NULL,
    "vault_id" character varying`,
  adapter_source: `"address" bytea NOT NULL, "asset" bytea NOT NULL, "assets" numeric NOT NULL, "shares" numeric NOT NULL,
    "is_priced" boolean NOT NULL`,
  vault_adapter: `"adapter" bytea NOT NULL, "factory" bytea, "family" character varying(15), "is_added" boolean NOT NULL,
    "index" integer, "absolute_limit" numeric NOT NULL, "share_limit" numeric NOT NULL,
    "reported_assets" numeric, "assets" numeric NOT NULL, "source_shares" numeric NOT NULL,
    "duration" numeric, "burner" bytea, "base_asset" bytea, "initial_stake" numeric,
    "slashed_in_record" numeric NOT NULL, "stored_debt_times" text array NOT NULL,
    "stored_debt_amounts" text array NOT NULL, "vault_id" character varying, "source_id" character varying,
    "operator_id" character varying, "operator_set_id" character varying`,
  vault_queue: `"queue" bytea NOT NULL, "requested_shares" numeric NOT NULL, "filled_shares" numeric NOT NULL,
    "filled_assets" numeric NOT NULL, "request_count" integer NOT NULL, "vault_id" character varying`,
  queue_request: `"token_id" numeric NOT NULL, "requester" bytea NOT NULL, "shares" numeric NOT NULL,
    "shares_claimed" numeric NOT NULL, "shares_before" numeric NOT NULL, "queue_id" character varying,
    "owner_id" character varying`,
  protocol_fee_setting: `"is_enabled" boolean NOT NULL, "receiver" bytea, "management_fee" numeric NOT NULL,
    "performance_fee" numeric NOT NULL, "vault_id" character varying`,
}

module.exports = class VaultsV21795980000000 {
  name = 'VaultsV21795980000000'
  /** Tables whose names are not in its statements. */
  tables = Object.keys(TABLES)

  async up(db) {
    for (const [table, columns] of Object.entries(TABLES)) {
      await db.query(`CREATE TABLE "${table}" (${VERSION}, ${columns}, PRIMARY KEY ("id"))`)
      await db.query(`CREATE UNIQUE INDEX ${table}_now ON "${table}" (key) WHERE to_block IS NULL`)
      await db.query(`CREATE UNIQUE INDEX ${table}_history ON "${table}" (key, from_block)`)
      await db.query(`CREATE INDEX ${table}_begin ON "${table}" (from_block)`)
      await db.query(`CREATE INDEX ${table}_end ON "${table}" (to_block)`)
    }
    await db.query(
      `CREATE TABLE "queue_fill" ("id" character varying NOT NULL, "block" integer NOT NULL, "log_index" integer NOT NULL,
    "queue" bytea NOT NULL, "assets" numeric NOT NULL, "shares" numeric NOT NULL,
    "filled_assets" numeric NOT NULL, "filled_shares" numeric NOT NULL, PRIMARY KEY ("id"))`,
    )
    await db.query('CREATE INDEX "IDX_65c8a82c6903506d62e4895f79" ON vault_account (vault_id)')
    await db.query('CREATE INDEX "IDX_52eed07f17cefacb7613515dd2" ON vault_adapter (vault_id)')
    await db.query('CREATE INDEX "IDX_c201cd3fa49501184505dd3934" ON vault_adapter (source_id)')
    await db.query('CREATE INDEX "IDX_a7bf9f1832d01411a99a1cd87a" ON vault_adapter (operator_id)')
    await db.query(
      'CREATE INDEX "IDX_59d3f4d58615c00b0e73643d54" ON vault_adapter (operator_set_id)',
    )
    await db.query('CREATE INDEX "IDX_c7c6f73d94fd86bcad015a2bed" ON vault_queue (vault_id)')
    await db.query('CREATE INDEX "IDX_24e244eaaedf2a022f7220953d" ON queue_request (queue_id)')
    await db.query('CREATE INDEX "IDX_2f92c1d009543f02d3a6709b84" ON queue_request (owner_id)')
    await db.query('CREATE INDEX "IDX_93c957b595e821298f506a8022" ON queue_fill (block)')
    await db.query('CREATE INDEX "IDX_edb00c75c67565471322107820" ON queue_fill (queue)')
    await db.query(
      'CREATE INDEX "IDX_a7338b8c43dc73758dc4444e2a" ON protocol_fee_setting (vault_id)',
    )
  }

  async down() {
    throw new Error('This migration is not undone: drop the schema and index again.')
  }
}
