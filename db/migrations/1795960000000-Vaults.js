// Vaults of Symbiotic core v1, and what a second protocol needs: the parent of a contract, longer names of kinds, slashed pools
// without magnitudes. As in StateAtABlock, references hold keys and there are no foreign keys.

const VERSION = `"id" character varying NOT NULL, "key" text NOT NULL, "from_block" integer NOT NULL, "to_block" integer`

const TABLES = {
  vault_position: `"shares" numeric NOT NULL, "vault_id" character varying, "staker_id" character varying`,
  vault_epoch_total: `"epoch" numeric NOT NULL, "assets" numeric NOT NULL, "shares" numeric NOT NULL, "vault_id" character varying`,
  vault: `"address" bytea NOT NULL, "version" integer, "created_at_block" integer NOT NULL, "epoch_start" numeric NOT NULL,
    "epoch_duration" numeric, "delegator" bytea, "delegator_type" character varying(25), "hook" bytea, "specific_operator"
    bytea, "specific_network" bytea, "is_slasher_set" boolean NOT NULL, "slasher" bytea, "slasher_type" character
    varying(7), "veto_duration" numeric, "resolver_set_epochs_delay" numeric, "burner" bytea, "is_burner_hook" boolean,
    "deposit_whitelist" boolean, "is_deposit_limit" boolean, "deposit_limit" numeric, "active_stake" numeric,
    "active_shares" numeric, "pool_id" character varying, "collateral_id" character varying`,
  vault_withdrawal: `"epoch" numeric NOT NULL, "shares" numeric NOT NULL, "claimed" boolean NOT NULL, "vault_id" character varying,
    "staker_id" character varying`,
  vault_depositor: `"account" bytea NOT NULL, "vault_id" character varying`,
  vault_opt_in: `"vault" bytea NOT NULL, "operator_id" character varying`,
  network_limit: `"delegator" bytea NOT NULL, "max_network_limit" numeric NOT NULL, "network_limit" numeric NOT NULL,
    "total_operator_shares" numeric NOT NULL, "operator_set_id" character varying`,
  operator_limit: `"delegator" bytea NOT NULL, "stake_limit" numeric NOT NULL, "shares" numeric NOT NULL, "operator_set_id" character
    varying, "operator_id" character varying`,
  resolver: `"slasher" bytea NOT NULL, "stored_resolver" bytea, "has_pending" boolean NOT NULL, "stored_pending_resolver" bytea,
    "stored_pending_from" numeric, "operator_set_id" character varying`,
  vault_slashing: `"slasher" bytea NOT NULL, "slash_index" numeric, "capture_timestamp" numeric, "veto_deadline" numeric, "requested"
    numeric, "accounted" numeric, "realized" numeric, "vetoed" boolean NOT NULL, "vetoed_by" bytea, "resolved_at_block"
    integer, "slashing_id" character varying, "vault_id" character varying, "operator_set_id" character varying,
    "operator_id" character varying`,
  operator_profile: `"protocol" character varying(10) NOT NULL, "registered_at_block" integer, "metadata_uri" text, "operator_id" character
    varying`,
  avs_profile: `"protocol" character varying(10) NOT NULL, "registered_at_block" integer, "metadata_uri" text, "middleware" bytea,
    "avs_id" character varying`,
  role_grant: `"contract" bytea NOT NULL, "role" bytea NOT NULL, "account" bytea NOT NULL`,
}

module.exports = class Vaults1795960000000 {
  name = 'Vaults1795960000000'
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
    await db.query('CREATE INDEX "IDX_25967ddc421d9c13b3128a1205" ON vault_position (vault_id)')
    await db.query('CREATE INDEX "IDX_2a2a8ea28f1cc9c29c53fc8b4b" ON vault_position (staker_id)')
    await db.query('CREATE INDEX "IDX_ca6f0b6c87396f4bcb44ea8c12" ON vault_epoch_total (vault_id)')
    await db.query('CREATE INDEX "IDX_30a3bc0e9f501f33fcd17d3ab2" ON vault (pool_id)')
    await db.query('CREATE INDEX "IDX_e799174eb206cf53d3ac47a550" ON vault (collateral_id)')
    await db.query('CREATE INDEX "IDX_f37d6fddcf41bc2bd71cd6bfa5" ON vault_withdrawal (vault_id)')
    await db.query('CREATE INDEX "IDX_3104014b991e887b8b973513d9" ON vault_withdrawal (staker_id)')
    await db.query('CREATE INDEX "IDX_8b18da6e075c3ba78973b82013" ON vault_depositor (vault_id)')
    await db.query('CREATE INDEX "IDX_4ab517b911edafc46b74779e80" ON vault_opt_in (operator_id)')
    await db.query(
      'CREATE INDEX "IDX_e8d6685a0fc77a8e2f2e063635" ON network_limit (operator_set_id)',
    )
    await db.query(
      'CREATE INDEX "IDX_1e8de619a7868a932cabc6c9e0" ON operator_limit (operator_set_id)',
    )
    await db.query('CREATE INDEX "IDX_8975c4aefc724556bafac43878" ON operator_limit (operator_id)')
    await db.query('CREATE INDEX "IDX_6aaf9dd02f3628c8a1d28d02f1" ON resolver (operator_set_id)')
    await db.query('CREATE INDEX "IDX_24fbea65ee24c5f0dbc140b6dd" ON vault_slashing (slashing_id)')
    await db.query('CREATE INDEX "IDX_dfcd073cf2c5ea4dbf9717c343" ON vault_slashing (vault_id)')
    await db.query(
      'CREATE INDEX "IDX_d8cb64279204359dd7726709b4" ON vault_slashing (operator_set_id)',
    )
    await db.query('CREATE INDEX "IDX_28441839ec843d85b90e16d61a" ON vault_slashing (operator_id)')
    await db.query(
      'CREATE INDEX "IDX_9fa7cb9b2d06ab3aed6e2ed83a" ON operator_profile (operator_id)',
    )
    await db.query('CREATE INDEX "IDX_fe3842aa7f7f99a543f907c679" ON avs_profile (avs_id)')
    await db.query('ALTER TABLE contract ADD parent bytea')
    for (const table of ['contract', 'contract_event']) {
      await db.query(`ALTER TABLE ${table} ALTER COLUMN kind TYPE character varying(27)`)
    }
    for (const column of [
      'wad_slashed',
      'max_magnitude_before',
      'max_magnitude_after',
      'shares_before',
      'shares_after',
      'queued_shares_slashed',
    ]) {
      await db.query(`ALTER TABLE slashed_pool ALTER COLUMN ${column} DROP NOT NULL`)
    }
  }

  async down() {
    throw new Error('This migration is not undone: drop the schema and index again.')
  }
}
