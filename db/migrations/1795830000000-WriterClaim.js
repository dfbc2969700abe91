// The claim of the process that writes: one row, whose epoch every transaction checks. The heartbeat is not part of the key,
// so that it can be updated while a transaction locks the key.

module.exports = class WriterClaim1795830000000 {
  name = 'WriterClaim1795830000000'

  async up(db) {
    await db.query(`CREATE TABLE writer (
      epoch int8 PRIMARY KEY,
      one bool NOT NULL DEFAULT true UNIQUE CHECK (one),
      name text,
      backend int4,
      backend_start timestamptz,
      since timestamptz,
      heartbeat timestamptz
    )`)
    await db.query('INSERT INTO writer (epoch) VALUES (0)')
  }

  async down(db) {
    await db.query('DROP TABLE writer')
  }
}
