// How far history was read again because of invalid blocks, and up to where it is read with verification because that did not
// help. Not in the digest.

module.exports = class DistrustedHistory1795895000000 {
  name = 'DistrustedHistory1795895000000'

  async up(db) {
    await db.query(
      'ALTER TABLE proof ADD COLUMN reindexed_to integer, ADD COLUMN distrusted_to integer',
    )
  }

  async down(db) {
    await db.query('ALTER TABLE proof DROP COLUMN reindexed_to, DROP COLUMN distrusted_to')
  }
}
