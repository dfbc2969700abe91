// How far the stored history is proven by what the headers commit to, and blocks that were stored wrong. Not in the digest.

module.exports = class Proofs1795790000000 {
  name = 'Proofs1795790000000'

  async up(db) {
    await db.query(`CREATE TABLE proof (one boolean PRIMARY KEY DEFAULT true CHECK (one),
      block integer NOT NULL, hash text)`)
    await db.query(`CREATE TABLE misfit (block integer PRIMARY KEY, reason text NOT NULL,
      found_at timestamptz NOT NULL DEFAULT now(), read_again boolean NOT NULL DEFAULT false)`)
  }

  async down() {
    throw new Error('This migration is not undone: drop the schema and index again.')
  }
}
