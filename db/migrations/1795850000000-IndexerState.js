// What the running indexer last saw: the head of the chain, and how long ago. One row; not in the digest. A standby has it,
// too, and shows by its age that replication stands still.

module.exports = class IndexerState1795850000000 {
  name = 'IndexerState1795850000000'

  async up(db) {
    await db.query(`CREATE TABLE indexer_state (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      source text,
      head integer,
      head_seen_at timestamptz,
      level_at timestamptz,
      complete_at timestamptz,
      blocks_per_second float8
    )`)
    await db.query('INSERT INTO indexer_state DEFAULT VALUES')
  }

  async down(db) {
    await db.query('DROP TABLE indexer_state')
  }
}
