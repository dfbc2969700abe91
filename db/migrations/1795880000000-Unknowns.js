// Constants that contracts have not answered, and contracts of the core that are not on the chain or not in the deployment:
// neither is in the digest. And an index for the block of a pool's last emitted rate.

module.exports = class Unknowns1795880000000 {
  name = 'Unknowns1795880000000'

  async up(db) {
    await db.query(
      `CREATE TABLE unknown_constant (name text PRIMARY KEY, contract text NOT NULL, reason text NOT NULL)`,
    )
    await db.query(`CREATE TABLE missing_contract (name text PRIMARY KEY, reason text NOT NULL)`)
    await db.query(`CREATE INDEX contract_event_rate ON contract_event (address, block)
      WHERE name = 'ExchangeRateEmitted'`)
  }

  async down(db) {
    await db.query('DROP INDEX contract_event_rate')
    await db.query('DROP TABLE missing_contract')
    await db.query('DROP TABLE unknown_constant')
  }
}
