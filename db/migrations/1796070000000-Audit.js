// What `linchpin audit` found, the last runs: about this database, so it is in no snapshot.

module.exports = class Audit1796070000000 {
  name = 'Audit1796070000000'

  async up(db) {
    await db.query(`CREATE TABLE audit (
      id int8 PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      ended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      block int4 NOT NULL,
      hash bytea,
      blocks int4 NOT NULL,
      method text NOT NULL,
      version text NOT NULL,
      sample int4,
      compared int8 NOT NULL,
      different int8 NOT NULL,
      unknown int8 NOT NULL,
      not_callable int8 NOT NULL,
      failed text[] NOT NULL
    )`)
  }

  async down(db) {
    await db.query('DROP TABLE audit')
  }
}
