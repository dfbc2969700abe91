// What the contracts of pools and of their tokens say of the tokens, as asked once: not logs, so not in the digest.

module.exports = class TokenClaims1795930000000 {
  name = 'TokenClaims1795930000000'

  async up(db) {
    await db.query(`CREATE TABLE token_claim (pool text PRIMARY KEY, token bytea, symbol text, symbol_gap text,
      decimals integer, decimals_gap text, block integer NOT NULL, block_time timestamp with time zone NOT NULL,
      written_at timestamp with time zone NOT NULL DEFAULT clock_timestamp())`)
    await db.query('CREATE INDEX token_claim_token ON token_claim (token)')
  }

  async down(db) {
    await db.query('DROP TABLE token_claim')
  }
}
