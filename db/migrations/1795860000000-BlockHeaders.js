// Headers of blocks without followed logs, kept for their time and hash. Which are known depends on how the chain was read, so
// they are not in the digest.

module.exports = class BlockHeaders1795860000000 {
  name = 'BlockHeaders1795860000000'

  async up(db) {
    await db.query(`CREATE TABLE block_header (block integer PRIMARY KEY, hash bytea NOT NULL,
      block_time timestamptz NOT NULL)`)
    await db.query('CREATE INDEX block_header_hash ON block_header (hash)')
    await db.query('CREATE INDEX block_header_time ON block_header (block_time)')
    await db.query('ALTER TABLE chain_block ADD COLUMN block_time timestamptz')
  }

  async down(db) {
    await db.query('ALTER TABLE chain_block DROP COLUMN block_time')
    await db.query('DROP TABLE block_header')
  }
}
