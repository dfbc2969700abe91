// Which rules wrote the rows, and how far they are being derived anew from the stored logs. 0: an earlier version, which did
// not say. Not in the digest.

module.exports = class Rules1795890000000 {
  name = 'Rules1795890000000'

  async up(db) {
    await db.query('ALTER TABLE cursor ADD COLUMN rules integer NOT NULL DEFAULT 0')
    await db.query(`CREATE TABLE rederivation (one boolean PRIMARY KEY DEFAULT true CHECK (one),
      height integer NOT NULL, hash text NOT NULL, block_timestamp bigint, followed jsonb NOT NULL)`)
  }

  async down(db) {
    await db.query('DROP TABLE rederivation')
    await db.query('ALTER TABLE cursor DROP COLUMN rules')
  }
}
