// Changes for those who follow the index, in the order of commits, and notices of what was rolled back. `outbox_head` has the last
// number and is locked until the commit, so numbers have no gaps. Not in the digest: where it begins depends on the batches.

module.exports = class Outbox1795940000000 {
  name = 'Outbox1795940000000'

  async up(db) {
    await db.query(`CREATE TABLE outbox (
      seq int8 PRIMARY KEY,
      block int4,
      kind text NOT NULL,
      subjects text[] NOT NULL,
      data jsonb NOT NULL,
      undoes int8,
      was_final bool NOT NULL DEFAULT false,
      written_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`)
    await db.query('CREATE UNIQUE INDEX outbox_undoes ON outbox (undoes) WHERE undoes IS NOT NULL')
    await db.query('CREATE INDEX outbox_block ON outbox (block) WHERE block IS NOT NULL')
    await db.query(`CREATE TABLE outbox_head (
      one bool PRIMARY KEY DEFAULT true CHECK (one),
      seq int8 NOT NULL DEFAULT 0,
      deleted_to int8 NOT NULL DEFAULT 0,
      after_block int4
    )`)
    await db.query('INSERT INTO outbox_head DEFAULT VALUES')
  }

  async down(db) {
    await db.query('DROP TABLE outbox')
    await db.query('DROP TABLE outbox_head')
  }
}
