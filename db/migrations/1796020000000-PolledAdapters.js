// Assets of adapters of vaults of version 3 as polled: their prices are in no log. Versions of rows as in Polls; not in the digest.
// What an adapter held before it was found can be unknown.

module.exports = class PolledAdapters1796020000000 {
  name = 'PolledAdapters1796020000000'

  async up(db) {
    await db.query(`CREATE TABLE "polled_adapter" ("id" character varying NOT NULL, "key" text NOT NULL,
      "from_block" integer NOT NULL, "to_block" integer, "address" bytea NOT NULL, "block" integer NOT NULL,
      "total_assets" numeric, "null_reason" character varying(9), "adapter_id" character varying, PRIMARY KEY ("id"))`)
    await db.query(
      'CREATE INDEX "IDX_18d462c65d2207ac99c172c42e" ON "polled_adapter" ("adapter_id")',
    )
    await db.query(
      'CREATE UNIQUE INDEX polled_adapter_now ON "polled_adapter" (key) WHERE to_block IS NULL',
    )
    await db.query(
      'CREATE UNIQUE INDEX polled_adapter_history ON "polled_adapter" (key, from_block)',
    )
    await db.query('CREATE INDEX polled_adapter_begin ON "polled_adapter" (from_block)')
    await db.query('CREATE INDEX polled_adapter_end ON "polled_adapter" (to_block)')
    await db.query('ALTER TABLE vault_adapter ALTER assets DROP NOT NULL')
  }

  async down() {
    throw new Error('This migration is not undone: drop the schema and index again.')
  }
}
