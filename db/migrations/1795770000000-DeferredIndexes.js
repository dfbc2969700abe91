// Indexes that are left out while a long history is first read, with the statement that makes each again.

module.exports = class DeferredIndexes1795770000000 {
  name = 'DeferredIndexes1795770000000'

  async up(db) {
    await db.query('CREATE TABLE deferred_index (name text PRIMARY KEY, statement text NOT NULL)')
  }

  async down() {
    throw new Error('This migration is not undone: drop the schema and index again.')
  }
}
