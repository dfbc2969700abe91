// What contracts answered when they were found, for what no log says. Rows are derived from it as from logs, so it outlives
// their derivation; it is rolled back with its block.

module.exports = class ContractAnswers1796000000000 {
  name = 'ContractAnswers1796000000000'

  async up(db) {
    await db.query(`CREATE TABLE contract_answer (contract text NOT NULL, block integer NOT NULL, name text NOT NULL,
      kind text NOT NULL, value jsonb, reason text, asked_block integer, is_late boolean NOT NULL DEFAULT false,
      PRIMARY KEY (contract, block, name), CHECK ((value IS NULL) = (reason IS NOT NULL)))`)
    await db.query(
      'CREATE INDEX contract_answer_unknown ON contract_answer (block) WHERE reason IS NOT NULL',
    )
    await db.query('CREATE INDEX contract_answer_late ON contract_answer (block) WHERE is_late')
  }

  async down(db) {
    await db.query('DROP TABLE contract_answer')
  }
}
