// Why the indexer stopped, if only a person can mend it: the API says so with every state that it goes on serving.

module.exports = class StoppedIndexer1795780000000 {
  name = 'StoppedIndexer1795780000000'

  async up(db) {
    await db.query('ALTER TABLE cursor ADD COLUMN stopped text')
  }

  async down() {
    throw new Error('This migration is not undone: drop the schema and index again.')
  }
}
