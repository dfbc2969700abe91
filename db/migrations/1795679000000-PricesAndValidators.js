// Prices of feeds, and validators of pods. As in StateAtABlock, references hold keys and there are no foreign keys.

const VERSION = `"id" character varying NOT NULL, "key" text NOT NULL, "from_block" integer NOT NULL, "to_block" integer`

module.exports = class PricesAndValidators1795679000000 {
  name = 'PricesAndValidators1795679000000'

  async up(db) {
    await db.query(`CREATE TABLE "price_feed" (${VERSION}, "address" bytea NOT NULL, "asset" bytea NOT NULL,
      "numeraire" character varying(3) NOT NULL, "decimals" integer NOT NULL, PRIMARY KEY ("id"))`)
    await db.query(`CREATE TABLE "price_point" (${VERSION}, "asset" bytea NOT NULL,
      "numeraire" character varying(3) NOT NULL, "answer" numeric NOT NULL, "decimals" integer NOT NULL,
      "round_id" numeric NOT NULL, "updated_at" numeric NOT NULL, "source_id" character varying, PRIMARY KEY ("id"))`)
    await db.query(`CREATE TABLE "validator" (${VERSION}, "validator" text NOT NULL,
      "status" character varying(9) NOT NULL, "restaked_gwei" numeric, "proven_at" numeric,
      "restaked_at_block" integer, "withdrawn_at_block" integer, "pod_id" character varying, PRIMARY KEY ("id"))`)
    await db.query('CREATE INDEX "IDX_bd34ab8c0318af3e62b20cc621" ON price_point (source_id)')
    await db.query('CREATE INDEX "IDX_c82715f94761d4fb1476ee123f" ON validator (pod_id)')
    for (const table of ['price_feed', 'price_point', 'validator']) {
      await db.query(`CREATE UNIQUE INDEX ${table}_now ON "${table}" (key) WHERE to_block IS NULL`)
      await db.query(`CREATE UNIQUE INDEX ${table}_history ON "${table}" (key, from_block)`)
      await db.query(`CREATE INDEX ${table}_begin ON "${table}" (from_block)`)
      await db.query(`CREATE INDEX ${table}_end ON "${table}" (to_block)`)
    }
  }

  async down() {
    throw new Error('This migration is not undone: drop the schema and index again.')
  }
}
