// Timeline of the server that the outbox was last written on: a server that took over, or a restored backup, has another one, and may
// lack the last rows that were sent. Null: not known.

module.exports = class Timeline1796030000000 {
  name = 'Timeline1796030000000'

  async up(db) {
    await db.query('ALTER TABLE outbox_head ADD COLUMN timeline text')
  }

  async down(db) {
    await db.query('ALTER TABLE outbox_head DROP COLUMN timeline')
  }
}
