// Contracts of AVSs on eigenlayer-middleware: quorums, what counts in them, recorded stake, slashing requests, ejections. As in Vaults,
// references hold keys and there are no foreign keys.

const VERSION = `"id" character varying NOT NULL, "key" text NOT NULL, "from_block" integer NOT NULL, "to_block" integer`
const LOG = `"id" character varying NOT NULL, "block" integer NOT NULL, "log_index" integer NOT NULL,
  "block_time" TIMESTAMP WITH TIME ZONE NOT NULL, "transaction_hash" bytea NOT NULL`

/** Tables with versions. */
const STATE = {
  avs_middleware: `"coordinator" bytea NOT NULL, "kind" character varying(20) NOT NULL, "avs_found_by" character varying(12), "quorum_count" integer NOT NULL, "ejector" bytea, "churn_approver" bytea, "ejection_cooldown" numeric, "veto_period" numeric, "veto_committee" bytea, "avs_id" character varying`,
  middleware_contract: `"address" bytea NOT NULL, "kind" character varying(27) NOT NULL, "found_by" character varying(12) NOT NULL, "middleware_id" character varying`,
  quorum: `"number" integer NOT NULL, "stake_type" character varying(15), "look_ahead" numeric, "minimum_stake" numeric, "max_operator_count" numeric, "kick_bips_of_operator_stake" integer, "kick_bips_of_total_stake" integer, "updated_at_block" numeric, "threshold_weight" numeric, "logged_total" numeric, "strategy_order" text array NOT NULL, "middleware_id" character varying, "avs_id" character varying, "operator_set_id" character varying`,
  quorum_strategy: `"multiplier" numeric NOT NULL, "quorum_id" character varying, "pool_id" character varying`,
  quorum_operator: `"key_hash" bytea, "status" character varying(12), "bitmap" numeric NOT NULL, "last_ejected_at" numeric, "middleware_id" character varying, "operator_id" character varying`,
  quorum_stake: `"key_hash" bytea, "is_member" boolean NOT NULL, "stake" numeric NOT NULL, "updated_at_block" integer, "quorum_id" character varying, "operator_id" character varying`,
  slashing_request: `"slasher" bytea NOT NULL, "request_id" numeric NOT NULL, "set_id" numeric NOT NULL, "description" text NOT NULL, "status" character varying(9) NOT NULL, "requested_at_block" integer NOT NULL, "requested_at" numeric NOT NULL, "veto_deadline" numeric, "resolved_at_block" integer, "middleware_id" character varying, "operator_id" character varying, "operator_set_id" character varying, "slashing_id" character varying`,
  slashing_request_pool: `"position" integer NOT NULL, "wad" numeric NOT NULL, "request_id" character varying, "pool_id" character varying`,
  ejection_limit: `"manager" bytea NOT NULL, "number" integer NOT NULL, "rate_limit_window" numeric NOT NULL, "ejectable_stake_bips" integer NOT NULL, "middleware_id" character varying`,
}

/** Tables whose rows are written once. */
const EVENTS = {
  ejection: `"key_hash" bytea NOT NULL, "manager" bytea NOT NULL, "stake" numeric NOT NULL, "is_removed" boolean NOT NULL, "is_rate_limit_hit" boolean NOT NULL, "quorum_id" character varying, "operator_id" character varying`,
}

/** Name, table and column of each index. */
const INDEXES = [
  ['IDX_a55e48ce25039adeb00803f0b3', 'avs_middleware', 'avs_id'],
  ['IDX_a543873591adc3edcb994c6853', 'middleware_contract', 'middleware_id'],
  ['IDX_20d1f9579fe3ddf1aac1fec018', 'quorum', 'middleware_id'],
  ['IDX_72341c7bf9959db702bca7a3c1', 'quorum', 'avs_id'],
  ['IDX_70234a218f857b2c85736b6a05', 'quorum', 'operator_set_id'],
  ['IDX_92fdff13b16ae153ad2e097108', 'quorum_strategy', 'quorum_id'],
  ['IDX_36096b214ade5d9e70404fa35b', 'quorum_strategy', 'pool_id'],
  ['IDX_df3cfc80fe71023a24b07b7ce9', 'quorum_operator', 'middleware_id'],
  ['IDX_7c9f48ed19cfb8c34a08c9e25e', 'quorum_operator', 'operator_id'],
  ['IDX_81fc06f24037b60d869901ebaf', 'quorum_stake', 'quorum_id'],
  ['IDX_5e94ae4c970c5bfad0a92f36bd', 'quorum_stake', 'operator_id'],
  ['IDX_e4756ca281c2e74a90a61ebe24', 'slashing_request', 'middleware_id'],
  ['IDX_da2445400b9bcfaf27153b410b', 'slashing_request', 'operator_id'],
  ['IDX_1a481ea643bf75ed15648ed36b', 'slashing_request', 'operator_set_id'],
  ['IDX_715bcf07dfca7b2167bfdaeaed', 'slashing_request', 'slashing_id'],
  ['IDX_64143bc4c4e33b057b2ef8056d', 'slashing_request_pool', 'request_id'],
  ['IDX_0bd1e8da793f29013b3dccfaca', 'slashing_request_pool', 'pool_id'],
  ['IDX_8cabdd3e7ba36da5e22016b8fe', 'ejection', 'block'],
  ['IDX_99ca1de9c2520fc904ce506ccc', 'ejection', 'quorum_id'],
  ['IDX_f105dace8937e6e4088f61aa4c', 'ejection', 'operator_id'],
  ['IDX_0f8d737b6e10c585fe857cf240', 'ejection_limit', 'middleware_id'],
]

module.exports = class AvsMiddleware1796060000000 {
  name = 'AvsMiddleware1796060000000'
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
  }

  async down() {
    throw new Error('This migration is not undone: drop the schema and index again.')
  }
}
