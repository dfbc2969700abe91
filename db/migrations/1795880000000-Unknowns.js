// An index for the block of a pool's last emitted rate.

module.exports = class Unknowns1795880000000 {
  name = 'Unknowns1795880000000'

  async up(db) {
    await db.query(`CREATE INDEX contract_event_rate ON contract_event (address, block)
      WHERE name = 'ExchangeRateEmitted'`)
  }

  async down(db) {
    await db.query('DROP INDEX contract_event_rate')
  }
}
