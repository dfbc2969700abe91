// A low block of the indexed chain, by which another chain under the same id is recognized. Not in the digest.

module.exports = class ChainBlock1795840000000 {
  name = 'ChainBlock1795840000000'

  async up(db) {
    await db.query(`CREATE TABLE chain_block (one boolean PRIMARY KEY DEFAULT true CHECK (one),
      block integer NOT NULL, hash text NOT NULL)`)
  }

  async down(db) {
    await db.query('DROP TABLE chain_block')
  }
}
