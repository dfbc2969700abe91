/*
 * Where the API is not as OpenReader 5.3, on purpose. `schema.test.ts` and `compared.test.ts` find any other difference.
 */

/** Types that differ. */
export const KNOWN_TYPES = [
  {
    part: /^Query\.\w+Connection\(orderBy\)$/,
    there: /^\[\w+!\]!$/,
    here: /^\[\w+!\]$/,
    reason:
      'An order may be left out: here the id is always its last term, there it would be undefined.',
  },
  {
    part: /_jsonHasKey$/,
    there: /^JSON$/,
    here: /^String$/,
    reason: 'A key is text. What is no text fails in OpenReader.',
  },
] as const

/** Answers that differ, with a query that shows it where one can; the random queries avoid them. */
export const KNOWN_ANSWERS: readonly { here: string; reason: string; query?: string }[] = [
  {
    here: 'Rows that are equal in the terms of an order are ordered by id.',
    reason: 'OpenReader leaves their order to Postgres, and pages can repeat or skip rows.',
  },
  {
    here: 'Terms of an order apply in the order in which they are given.',
    reason:
      'OpenReader moves terms of one reference together: [pool_id, shares, pool_address] is [pool_id, pool_address, shares].',
  },
  {
    here: 'Without a limit a list has 50 rows, a nested one 1000, a page of a connection 50.',
    reason:
      'OpenReader returns all rows, and 100 of a connection: one request could read a whole table.',
    query: '{ rows: contractEvents(orderBy: id_ASC) { id } }',
  },
  {
    here: 'Queries that cost too much are refused, as those with conditions on lists of lists of lists.',
    reason: 'OpenReader runs them.',
    query:
      '{ rows: operators(where: {slashings_some: {pools_some: {pool: {stakes_some: {}}}}}, limit: 1) { id } }',
  },
  {
    here: 'Cursors are of the row, not of its number.',
    reason: 'OpenReader counts, and skips or repeats rows where others come or go.',
    query: '{ rows: operatorsConnection(orderBy: id_ASC, first: 1) { edges { cursor } } }',
  },
  {
    here: 'A page without rows says whether there are rows before it.',
    reason: 'OpenReader says so only if the page has rows.',
  },
  {
    here: 'Ids, and hex in JSON and in lists of text, are found in any case.',
    reason: 'OpenReader finds lower case only, which is what is stored.',
    query: '{ rows: operators(where: {id_startsWith: "0X"}, orderBy: id_ASC, limit: 1) { id } }',
  },
  {
    here: 'JSON filters accept lists, texts and numbers.',
    reason: 'OpenReader passes them on as they are, which Postgres refuses.',
    query: '{ rows: rewardSubmissions(where: {pools_jsonContains: [{a: 1}]}, limit: 1) { id } }',
  },
  {
    here: '_isNull: null is BAD_USER_INPUT.',
    reason: 'OpenReader fails with an internal error.',
    query: '{ rows: operators(where: {id_isNull: null}, limit: 1) { id } }',
  },
  {
    here: '_every with nothing but an empty not_in is no condition.',
    reason: 'OpenReader takes it as true, which matters as an alternative.',
    query:
      '{ rows: operators(where: {id_eq: "x", OR: [{stakes_every: {id_not_in: []}}]}, limit: 1) { id } }',
  },
]
