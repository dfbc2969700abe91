// What holds back slashed shares, and pods that no longer restake. As in StateAtABlock, references hold keys and there are no
// foreign keys.

const VERSION = `"id" character varying NOT NULL, "key" text NOT NULL, "from_block" integer NOT NULL, "to_block" integer`

module.exports = class SlashDelays1795910000000 {
  name = 'SlashDelays1795910000000'

  async up(db) {
    await db.query(`CREATE TABLE "slash_delay" (${VERSION}, "slash_id" numeric NOT NULL, "resolution_block" numeric,
      "escrow" bytea, "escrow_end_block" numeric, "escrowed_pools" integer NOT NULL, "escrow_paused" boolean NOT NULL,
      "operator_set_id" character varying, PRIMARY KEY ("id"))`)
    await db.query(
      `CREATE TABLE "escrow_delay" (${VERSION}, "blocks" numeric NOT NULL, PRIMARY KEY ("id"))`,
    )
    await db.query(`CREATE TABLE "retired_pod" (${VERSION}, "retired_at_block" integer NOT NULL,
      "withdrawn_wei" numeric NOT NULL, "pod_id" character varying, PRIMARY KEY ("id"))`)
    await db.query('CREATE INDEX "IDX_1ca95c1d22f304410b039fb11f" ON retired_pod (pod_id)')
    await db.query('CREATE INDEX "IDX_9d77d6a2777ab207a7aaf45138" ON slash_delay (operator_set_id)')
    for (const table of ['slash_delay', 'escrow_delay', 'retired_pod']) {
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
