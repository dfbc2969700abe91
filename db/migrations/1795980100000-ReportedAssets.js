// When an adapter of a vault of version 3 last reported its assets.

module.exports = class ReportedAssets1795980100000 {
  name = 'ReportedAssets1795980100000'

  async up(db) {
    await db.query('ALTER TABLE vault_adapter ADD reported_at_block integer')
  }

  async down() {
    throw new Error('This migration is not undone: drop the schema and index again.')
  }
}
