// Rewards of Symbiotic, burner routers, curators and rules of voting power. Rewards of Symbiotic have no nonce and no hash, and some
// of its changes take effect at a time. As in Vaults, references hold keys and there are no foreign keys.

const VERSION = `"id" character varying NOT NULL, "key" text NOT NULL, "from_block" integer NOT NULL, "to_block" integer`
const LOG = `"id" character varying NOT NULL, "block" integer NOT NULL, "log_index" integer NOT NULL,
  "block_time" TIMESTAMP WITH TIME ZONE NOT NULL, "transaction_hash" bytea NOT NULL`

/** Tables with versions. */
const STATE = {
  staker_rewards_contract: `"admin_fee" integer, "vault_id" character varying`,
  admin_fee_balance: `"contract" bytea NOT NULL, "token" bytea NOT NULL, "amount" numeric`,
  vault_reward_count: `"contract" bytea NOT NULL, "token" bytea NOT NULL, "rewards" numeric NOT NULL, "avs_id" character varying`,
  vault_reward_cursor: `"contract" bytea NOT NULL, "token" bytea NOT NULL, "account" bytea NOT NULL, "next_reward" numeric NOT NULL, "avs_id" character varying`,
  merkle_reward: `"contract" bytea NOT NULL, "token" bytea, "root" bytea, "balance" numeric, "avs_id" character varying`,
  merkle_reward_account: `"contract" bytea NOT NULL, "token" bytea NOT NULL, "account" bytea NOT NULL, "claimed" numeric NOT NULL, "avs_id" character varying`,
  burner_receiver: `"router" bytea NOT NULL, "is_known" boolean NOT NULL, "receiver" bytea, "has_pending" boolean NOT NULL, "pending_receiver" bytea, "pending_from" numeric, "avs_id" character varying, "operator_id" character varying`,
  burner_router: `"collateral" bytea, "delay" numeric, "pending_delay" numeric, "pending_delay_from" numeric`,
  vault_curator: `"vault" bytea NOT NULL, "curator" bytea, "curator_fee" numeric, "operators_fee" numeric`,
  quorum_threshold: `"key_tag" integer NOT NULL, "threshold" numeric NOT NULL, "rule_id" character varying`,
  voting_power_rule: `"driver" bytea NOT NULL, "max_voting_power" numeric, "min_inclusion_voting_power" numeric, "max_validators_count" numeric, "required_header_key_tag" integer, "operator_set_id" character varying`,
}

/** Tables whose rows are written once. */
const EVENTS = {
  vault_distribution: `"contract" bytea NOT NULL, "token" bytea NOT NULL, "amount" numeric, "admin_fee" numeric, "operators_fee" numeric NOT NULL, "snapshot_time" numeric NOT NULL, "reward_index" numeric, "vault_id" character varying, "avs_id" character varying, "operator_set_id" character varying`,
  vault_reward_claim: `"kind" character varying(12) NOT NULL, "contract" bytea NOT NULL, "vault" bytea, "token" bytea NOT NULL, "claimer" bytea, "recipient" bytea, "amount" numeric NOT NULL, "avs_id" character varying`,
  burner_transfer: `"router" bytea NOT NULL, "receiver" bytea NOT NULL, "amount" numeric NOT NULL`,
}

/** Name, table and column of each index. */
const INDEXES = [
  ['IDX_80088dff20c888afe055c27f1f', 'staker_rewards_contract', 'vault_id'],
  ['IDX_7264216610c4da2868bec83f9b', 'vault_distribution', 'block'],
  ['IDX_e8093c5dd2b85446a806fe4fc0', 'vault_distribution', 'vault_id'],
  ['IDX_91f119d757c486729b0f435364', 'vault_distribution', 'avs_id'],
  ['IDX_e5033778616ce3d00e72b0545c', 'vault_distribution', 'operator_set_id'],
  ['IDX_6d1381ea2ac3ccd7e5243c4b50', 'vault_reward_count', 'avs_id'],
  ['IDX_221c9081c04a4d8536a5a8cc1b', 'vault_reward_cursor', 'avs_id'],
  ['IDX_6883aaaeeba1c1de3730d6ab94', 'merkle_reward', 'avs_id'],
  ['IDX_76a08b5afc67a8c5941d981090', 'merkle_reward_account', 'avs_id'],
  ['IDX_51a50e2be2c2d6a876a52cd0ef', 'vault_reward_claim', 'block'],
  ['IDX_c35900ccc00d062b3bd52cb267', 'vault_reward_claim', 'avs_id'],
  ['IDX_9c535cc7f2d46fe391a831b1dc', 'burner_receiver', 'avs_id'],
  ['IDX_9e1d8f2fec43ec30374af9e8a7', 'burner_receiver', 'operator_id'],
  ['IDX_f8dab35c07d68692ace730125a', 'burner_transfer', 'block'],
  ['IDX_40de1c20f94b294d47edf19606', 'quorum_threshold', 'rule_id'],
  ['IDX_b66c2d8b2f0d3d401b22a8ab2d', 'voting_power_rule', 'operator_set_id'],
]

module.exports = class VaultRewards1796010000000 {
  name = 'VaultRewards1796010000000'
  /** Tables whose names are not in its statements. */
  tables = [...Object.keys(STATE), ...Object.keys(EVENTS)]

  async up(db) {
    for (const [table, columns] of Object.entries(STATE)) {
      await db.query(`CREATE TABLE "${table}" (${VERSION}, ${columns}, PRIMARY KEY ("id"))`)
      await db.query(`CREATE UNIQUE INDEX ${table}_now ON "${table}" (key) WHERE to_block IS NULL`)
      await db.query(`CREATE UNIQUE INDEX ${table}_history ON "${table}" (key, from_block)`)
      await db.query(`CREATE INDEX ${table}_begin ON "${table}" (from_block)`)
      await db.query(`CREATE INDEX ${table}_end ON "${table}" (to_block)`)
    }
    for (const [table, columns] of Object.entries(EVENTS)) {
      await db.query(`CREATE TABLE "${table}" (${LOG}, ${columns}, PRIMARY KEY ("id"))`)
    }
    for (const [index, table, column] of INDEXES) {
      await db.query(`CREATE INDEX "${index}" ON "${table}" (${column})`)
    }
    await db.query('ALTER TABLE governance_change ADD effect_time numeric')
    await db.query('ALTER TABLE reward_submission ALTER COLUMN submission_nonce DROP NOT NULL')
    await db.query('ALTER TABLE reward_submission ALTER COLUMN submission_hash DROP NOT NULL')
  }

  async down() {
    throw new Error('This migration is not undone: drop the schema and index again.')
  }
}
