// What contracts answered to polls. Versions of rows as in StateAtABlock; these rows are not in the digest.

const VERSION = `"id" character varying NOT NULL, "key" text NOT NULL, "from_block" integer NOT NULL, "to_block" integer`

module.exports = class Polls1795680000000 {
  name = 'Polls1795680000000'

  async up(db) {
    await db.query(`CREATE TABLE "poll" ("id" character varying NOT NULL, "block" integer NOT NULL,
      "questions" integer NOT NULL, "unanswered" integer NOT NULL, PRIMARY KEY ("id"))`)
    await db.query(`CREATE TABLE "polled_pool" (${VERSION}, "rate" numeric, "token" bytea, "decimals" integer,
      "unknown_since_block" integer, "pool_id" character varying, PRIMARY KEY ("id"))`)
    await db.query(`CREATE TABLE "restaked_pools" (${VERSION}, "pools" text array, "unknown_since_block" integer,
      "operator_id" character varying, "avs_id" character varying, PRIMARY KEY ("id"))`)
    await db.query('CREATE INDEX "IDX_d1644bfe347e655339eb003cf5" ON "poll" ("block")')
    await db.query('CREATE INDEX "IDX_7e34543a1483dc2fa37cd63252" ON "polled_pool" ("pool_id")')
    await db.query(
      'CREATE INDEX "IDX_041499654635bf0b042e6e8fa6" ON "restaked_pools" ("operator_id")',
    )
    await db.query('CREATE INDEX "IDX_0d652649d19a546c7f240b89dd" ON "restaked_pools" ("avs_id")')
    for (const table of ['polled_pool', 'restaked_pools']) {
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
