// Renames the table of blocks that do not match their headers or receipts. Rows and permissions stay.

module.exports = class InvalidBlocks1795800000000 {
  name = 'InvalidBlocks1795800000000'

  async up(db) {
    await db.query('ALTER TABLE misfit RENAME TO invalid_block')
    await db.query('ALTER INDEX misfit_pkey RENAME TO invalid_block_pkey')
    await db.query('ALTER TABLE invalid_block RENAME COLUMN read_again TO reindexed')
  }

  async down(db) {
    await db.query('ALTER TABLE invalid_block RENAME COLUMN reindexed TO read_again')
    await db.query('ALTER INDEX invalid_block_pkey RENAME TO misfit_pkey')
    await db.query('ALTER TABLE invalid_block RENAME TO misfit')
  }
}
