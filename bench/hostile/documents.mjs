// Attacks by what is asked: GraphQL requests, each refused by its cost, or bounded in what it takes.

const repeat = (count, text) => Array.from({ length: count }, (_, i) => text(i)).join(' ')
const hex = (n) => `0x${n.toString(16).padStart(40, '0')}`

/** Prices of all assets: metrics that add stake need them. */
export const pricing = ({ assets }) =>
  `pricing: {numeraire: ETH, prices: [${assets.map((id, i) => `{asset: "${id}", value: "${i + 1}"}`)}]}`

const INTROSPECTION = `__schema { types { name description fields(includeDeprecated: true) { name description args { name description
  type { kind name ofType { kind name ofType { kind name ofType { name } } } } defaultValue } type { kind name ofType { kind name ofType {
  kind name ofType { name } } } } } inputFields { name type { kind name ofType { kind name ofType { name } } } } enumValues { name } } }`

const quantified = (inner) =>
  `delegations_some: {staker: {stakes_every: {id_not_contains: "${inner}"}}}`

/** Of any request, where more come than are answered. */
const SHED = ['429 TOO_MANY_REQUESTS', '503 OVERLOADED']
const REFUSED = ['200 COST_EXCEEDED', '200 LIMIT_EXCEEDED']
/** Of what is within the limits: answered, or shed, or ended at its deadline. */
const BOUNDED = ['200 DATA', '504 QUERY_TIMEOUT', 'hung up']

/**
 * Each attack: `body(n, network)` is the request with number n, which is another one each time; `concurrent` are sent at once;
 * `outcomes` are those that may come.
 */
const ATTACKS = [
  {
    name: 'series of 490 points, hang up after 1 s',
    concurrent: 10,
    hangUpMs: 1_000,
    outcomes: [...REFUSED, 'hung up'],
    body: (n, { head }) => ({
      query: `{ series(metric: GINI, of: STAKERS, from: ${head - 4900 - (n % 500)}, to: ${head - 1}, every: 10) { block value } }`,
    }),
  },
  {
    name: 'series within its cost, hang up after 1 s',
    concurrent: 10,
    hangUpMs: 1_000,
    outcomes: BOUNDED,
    body: (n, { head }) => ({
      query: `{ series(metric: GINI, of: STAKERS, from: ${head - 1000 - (n % 4000)}, to: ${head - 1}, every: ${Math.ceil((1000 + (n % 4000)) / 7)}) { block value } }`,
    }),
  },
  {
    name: 'series within its cost, the client waits',
    concurrent: 30,
    outcomes: BOUNDED,
    body: (n, { head }) => ({
      query: `{ series(metric: GINI, of: OPERATORS, from: ${head - 2000 - (n % 3000)}, to: ${head - 1 - (n % 3000)}, every: 20) { block value } }`,
    }),
  },
  {
    name: 'lossDistribution of 1 M draws x12',
    concurrent: 10,
    outcomes: REFUSED,
    body: (n, network) => ({
      query: `{ ${repeat(12, (i) => `a${i}: lossDistribution(faults: {probability: "0.1"}, draws: 1000000, seed: ${12 * n + i}, ${pricing(network)}) { anyLoss }`)} }`,
    }),
  },
  {
    name: 'lossDistribution of 1 M draws x9',
    concurrent: 20,
    outcomes: BOUNDED,
    body: (n, network) => ({
      query: `{ ${repeat(9, (i) => `a${i}: lossDistribution(faults: {probability: "0.1"}, draws: 1000000, seed: ${9 * n + i}, ${pricing(network)}) { anyLoss }`)} }`,
    }),
  },
  {
    name: 'lossDistribution with all AVSs',
    concurrent: 20,
    outcomes: BOUNDED,
    body: (n, network) => ({
      query: `{ lossDistribution(faults: {probability: "0.3"}, draws: 262144, seed: ${n}, ${pricing(network)}) { avss(level: "0.95", limit: 38) { avs { id } valueAtRisk } } }`,
    }),
  },
  {
    name: 'worstOperators x20',
    concurrent: 10,
    outcomes: REFUSED,
    body: (n, network) => ({
      query: `{ ${repeat(20, (i) => `a${i}: worstOperators(k: ${1 + (i % 20)}, threshold: "1/${n + 3}", ${pricing(network)}) { value }`)} }`,
    }),
  },
  {
    name: 'worstOperators with a search of 10 s',
    concurrent: 10,
    outcomes: BOUNDED,
    body: (n, network) => ({
      query: `{ worstOperators(k: ${2 + (n % 20)}, search: 10, threshold: "1/${n + 3}", ${pricing(network)}) { value } }`,
    }),
  },
  {
    name: 'robustness with a search of 10 s',
    concurrent: 10,
    outcomes: BOUNDED,
    body: (n, network) => ({
      query: `{ a${n}: robustness(search: 10, ${pricing(network)}) { gamma } }`,
    }),
  },
  {
    name: '20 aliases of __schema',
    concurrent: 30,
    outcomes: REFUSED,
    body: (n) => ({
      query: `query Q${n} { ${repeat(20, (i) => `a${i}: ${INTROSPECTION}`)} }`,
    }),
  },
  {
    name: '__schema, each request another text',
    concurrent: 30,
    outcomes: [...BOUNDED, ...REFUSED],
    body: (n) => ({ query: `query Q${n} { ${INTROSPECTION} }` }),
  },
  {
    name: '30,000 values in 400 conditions',
    concurrent: 5,
    outcomes: [...REFUSED, '413 LIMIT_EXCEEDED'],
    body: (n) => ({
      query: `query Q${n}($v: [String!]) { ${repeat(20, (i) => `a${i}: operators(where: {AND: [${repeat(20, () => '{id_not_in: $v}')}]}) { id }`)} }`,
      variables: { v: Array.from({ length: 30_000 }, (_, i) => `${i % 10}`) },
    }),
  },
  {
    name: '1,900 values in 5 conditions on events',
    concurrent: 20,
    outcomes: BOUNDED,
    body: (n) => ({
      query: `query Q${n}($v: [String!]) { contractEvents(limit: 1, where: {AND: [${repeat(5, () => '{id_not_in: $v}')}]}, orderBy: [name_DESC, id_ASC]) { id } }`,
      variables: { v: Array.from({ length: 1_900 }, (_, i) => hex(i + n)) },
    }),
  },
  {
    name: 'flowCorrelation of each block',
    concurrent: 10,
    outcomes: [...BOUNDED, ...REFUSED],
    body: (n, { head }) => ({
      query: `{ flowCorrelation(from: ${head - 400 - (n % 1000)}, to: ${head - 1}, every: 20, largest: 200) { pairCount pairs(limit: 1000) { kendall } } }`,
    }),
  },
  {
    name: 'flowCorrelation as it is',
    concurrent: 5,
    outcomes: [...BOUNDED, ...REFUSED],
    body: (n, { head }) => ({
      query: `{ flowCorrelation(from: ${1 + (n % 1000)}, to: ${head - 1}) { pairCount pairs(limit: 1000) { kendall } } }`,
    }),
  },
  {
    name: 'overlap, correlation, communities, contagion together',
    concurrent: 20,
    outcomes: BOUNDED,
    body: (n, { avss, ...network }) => ({
      query: `{ a${n}: overlap(among: OPERATORS, measure: COSINE, basis: DELEGATED) { pairs(limit: 1000) { value } }
        b${n}: correlation(among: OPERATOR_SETS, faults: {probability: "0.${1 + (n % 9)}"}, ${pricing(network)}) { pairs(limit: 1000) { value } }
        c${n}: communities(seed: ${n}) { forcedClusters { members { avs { id } } } }
        d${n}: contagion(fraction: "0.${1 + (n % 9)}", shocked: [{avs: "${avss[0]}"}], ${pricing(network)}) { rounds } }`,
    }),
  },
  {
    name: 'short metrics of 20 earlier blocks at once',
    concurrent: 30,
    outcomes: BOUNDED,
    body: (n, { head }) => ({
      query: `{ concentration(of: OPERATORS, basis: REGISTERED, block: {number: ${head - 1 - (n % 4000)}}) { hhi gini } }`,
    }),
  },
  {
    name: '20 short metrics in one operation',
    concurrent: 30,
    outcomes: BOUNDED,
    body: (n, { avss }) => ({
      query: `{ ${repeat(20, (i) => `a${i}: concentration(of: OPERATORS, basis: REGISTERED, scope: {avs: "${avss[(n + i) % avss.length]}"}) { hhi gini theil entropy ${repeat(1, (j) => `t${j}: top(k: ${1 + ((n + j) % 50)})`)} }`)} }`,
    }),
  },
  {
    name: 'fields of one name 1,300 times',
    concurrent: 30,
    outcomes: REFUSED,
    body: (n) => ({ query: `query Q${n} { operators(limit: 1) { ${'id '.repeat(1_300)} } }` }),
  },
  {
    name: 'fields of one name with a selection 900 times',
    concurrent: 30,
    outcomes: [...BOUNDED, ...REFUSED],
    body: (n) => ({ query: `query Q${n} { ${repeat(900, () => 'operators { id }')} }` }),
  },
  {
    name: 'fragments that spread each other, doubling',
    concurrent: 30,
    outcomes: [...BOUNDED, ...REFUSED],
    body: (n) => ({
      query: `query Q${n} { operators(limit: 1) { ...f0 } } ${repeat(60, (i) => `fragment f${i} on Operator { ...f${i + 1} ...f${i + 1} id }`)} fragment f60 on Operator { id }`,
    }),
  },
  {
    name: 'fragments below fragments, each with lists',
    concurrent: 30,
    outcomes: [...BOUNDED, ...REFUSED],
    body: (n) => ({
      query: `query Q${n} { operators(limit: 1) { ...f0 } } ${repeat(20, (i) => `fragment f${i} on Operator { id ${repeat(12, () => 'stakes(limit: 1) { id operator { id } }')} ...f${i + 1} }`)} fragment f20 on Operator { id }`,
    }),
  },
  {
    name: 'fragments in a circle; 1,300 directives',
    concurrent: 30,
    outcomes: ['200 GRAPHQL_VALIDATION_FAILED', ...REFUSED],
    body: (n) => ({
      query:
        n % 2
          ? `query Q${n} { operators { ...a } } fragment a on Operator { ...b } fragment b on Operator { ...a }`
          : `query Q${n} { operators { id ${'@include(if: true) '.repeat(450)} } }`,
    }),
  },
  {
    name: '2,000 levels',
    concurrent: 20,
    outcomes: REFUSED,
    body: (n) => ({
      query: `query Q${n} { operators { ${'stakes { operator { '.repeat(1_000)} id ${'} }'.repeat(1_000)} } }`,
    }),
  },
  {
    name: 'variables of 2,000 levels',
    concurrent: 20,
    outcomes: REFUSED,
    body: (n) => ({
      query: `query Q${n}($w: OperatorWhereInput) { operators(where: $w) { id } }`,
      variables: { w: JSON.parse(`${'{"AND":['.repeat(2_000)}{}${']}'.repeat(2_000)}`) },
    }),
  },
  {
    name: '250 kB of variables that nothing uses',
    concurrent: 20,
    outcomes: BOUNDED,
    body: (n) => ({
      query: `{ a${n}: operators(limit: 1) { id } }`,
      variables: Object.fromEntries(Array.from({ length: 16_000 }, (_, i) => [`v${i}`, [i]])),
    }),
  },
  {
    name: 'a where-tree of 480 conditions on events',
    concurrent: 20,
    outcomes: BOUNDED,
    body: (n) => ({
      query: `query Q${n} { contractEvents(limit: 1, orderBy: name_DESC, where: {OR: [${repeat(230, (i) => `{name_containsInsensitive: "${n}x${i}"}`)}]}) { id } }`,
    }),
  },
  {
    name: '_some in _every over all operators',
    concurrent: 20,
    outcomes: BOUNDED,
    body: (n) => ({
      query: `query Q${n} { operators(limit: 1, where: {OR: [${repeat(20, (i) => `{${quantified(`${n}x${i}`)}}`)}]}) { id } }`,
    }),
  },
  {
    name: '20 totals of events, and pages far behind',
    concurrent: 20,
    outcomes: BOUNDED,
    body: (n) => ({
      query: `query Q${n} { ${repeat(10, (i) => `a${i}: contractEventsConnection(first: 1, orderBy: [name_DESC, id_ASC], where: {name_contains: "${'abcdefghij'[i]}"}) { totalCount }`)} ${repeat(9, (i) => `b${i}: contractEvents(offset: ${10_000 - i}, limit: 1, orderBy: [name_ASC, address_DESC]) { id }`)} }`,
    }),
  },
  {
    name: 'rows below rows to the limit of cost',
    concurrent: 20,
    outcomes: [...BOUNDED, '200 COST_EXCEEDED'],
    body: (n) => ({
      query: `query Q${n} { operators(limit: 30, offset: ${n % 100}) { id delegations(limit: 400) { staker { id stakes(limit: 1) { pool { id } } } } } }`,
    }),
  },
  {
    name: 'lists below lists that come back to where they began',
    concurrent: 20,
    outcomes: [...BOUNDED, ...REFUSED],
    body: (n) => ({
      query: [
        `query Q${n} { pools(limit: 50) { stakes { pool { stakes { id } } } } }`,
        `query Q${n} { poolsConnection(first: 50) { edges { node { stakes { pool { stakes { staker { id } } } } } } } }`,
        `query Q${n} { pools(limit: 2) { a: stakes { pool { stakes(limit: 100) { id } } } b: stakes { pool { stakes(limit: 100) { id } } } } }`,
      ][n % 3],
    }),
  },
  {
    name: 'events with their JSON, to the limit of bytes',
    concurrent: 20,
    outcomes: [...BOUNDED, '200 COST_EXCEEDED'],
    body: (n) => ({
      query: `query Q${n} { ${repeat(4, (i) => `a${i}: contractEvents(limit: 1000, offset: ${(n * 4 + i) % 9000}) { id topics data transactionHash name arguments }`)} }`,
    }),
  },
  {
    name: 'large answers, compressed',
    concurrent: 20,
    headers: { 'accept-encoding': 'br' },
    outcomes: BOUNDED,
    body: (n) => ({
      query: `query Q${n} { ${repeat(4, (i) => `a${i}: contractEvents(limit: 1000, offset: ${(n * 4 + i) % 9000}) { id topics data transactionHash name }`)} }`,
    }),
  },
  {
    name: 'large answers, hang up in the middle',
    concurrent: 20,
    hangUpAtBytes: 1,
    outcomes: BOUNDED,
    body: (n) => ({
      query: `query Q${n} { ${repeat(4, (i) => `a${i}: contractEvents(limit: 1000, offset: ${(n * 4 + i) % 9000}) { id topics data transactionHash name }`)} }`,
    }),
  },
  {
    name: 'numbers of 200,000 digits',
    concurrent: 20,
    outcomes: ['200 BAD_USER_INPUT', '200 LIMIT_EXCEEDED', ...BOUNDED],
    body: (n, { assets }) => ({
      query:
        n % 2
          ? `query Q${n}($v: BigInt) { operatorStakes(where: {shares_gt: $v}) { id } }`
          : `query Q${n}($v: String!) { prices(pricing: {numeraire: ETH, prices: [{asset: "${assets[0]}", value: $v}]}) { pools { shareValue } } }`,
      variables: { v: '9'.repeat(200_000) },
    }),
  },
  {
    name: 'texts of 250 kB in a filter',
    concurrent: 20,
    outcomes: ['200 BAD_USER_INPUT', '200 LIMIT_EXCEEDED', ...BOUNDED],
    body: (n) => ({
      query: `query Q${n}($v: String) { contractEvents(limit: 1, where: {name_containsInsensitive: $v}) { id } }`,
      variables: { v: '%_'.repeat(100_000) },
    }),
  },
  {
    name: 'lists of thousands of arguments of metrics',
    concurrent: 10,
    outcomes: ['200 BAD_USER_INPUT', '200 UNKNOWN_OPERATOR', ...BOUNDED, ...REFUSED],
    body: (n, { operators }) => ({
      query: `query Q${n}($s: [ShockInput!]!, $o: [OperatorFaultInput!]) { simulate(shocks: $s) { meta { nullReason } } lossDistribution(draws: 1, faults: {probability: "0", operators: $o}) { anyLoss } }`,
      variables: {
        s: Array.from({ length: 600 }, (_, i) => ({
          loss: { operator: operators[i % operators.length], fraction: '0.1' },
        })),
        o: Array.from({ length: 1_500 }, (_, i) => ({ operator: hex(i), probability: '0.1' })),
      },
    }),
  },
  {
    name: 'an order of 2,000 fields',
    concurrent: 20,
    outcomes: ['200 BAD_USER_INPUT', ...BOUNDED, ...REFUSED],
    body: (n) => ({
      query: `query Q${n}($o: [ContractEventOrderByInput!]) { contractEvents(limit: 1, orderBy: $o) { id } }`,
      variables: {
        o: Array.from({ length: 2_000 }, (_, i) => (i % 2 ? 'name_ASC' : 'address_DESC')),
      },
    }),
  },
  {
    name: '__proto__ as alias, as variable, in variables',
    concurrent: 20,
    outcomes: ['200 DATA', '200 BAD_USER_INPUT', '400 BAD_REQUEST'],
    body: (n) =>
      [
        `{"query":"query Q${n} { __proto__: operators(limit: 1) { id constructor: id } }"}`,
        `{"query":"query Q${n}($__proto__: Int) { operators(limit: $__proto__) { id } }"}`,
        `{"query":"query Q${n} { operators(limit: 1) { id } }","variables":{"__proto__":{"limit":1}},"__proto__":1}`,
      ][n % 3],
  },
  {
    name: 'batches of 1,000 requests',
    concurrent: 20,
    outcomes: ['400 BAD_REQUEST'],
    body: (n) =>
      JSON.stringify(
        Array.from({ length: 1_000 }, (_, i) => ({ query: `{ a${n}x${i}: operators { id } }` })),
      ),
  },
  {
    name: 'a literal list of 10,000 values',
    concurrent: 20,
    outcomes: REFUSED,
    body: (n) => ({
      query: `query Q${n} { operators(where: {id_in: [${repeat(10_000, (i) => `"${i}"`)}]}) { id } }`,
    }),
  },
  {
    name: 'event streams and subscriptions',
    concurrent: 20,
    headers: { accept: 'text/event-stream' },
    outcomes: ['200 TEXT', '200 BAD_USER_INPUT', ...BOUNDED],
    body: (n) => ({
      query: `${n % 2 ? 'subscription' : 'query'} Q${n} { operators(limit: 1) { id } }`,
    }),
  },
  {
    name: 'jobs, each another one',
    concurrent: 12,
    outcomes: ['200 DATA', '429 TOO_MANY_JOBS', '200 TOO_MANY_JOBS'],
    body: (n, network) => ({
      query: `mutation { startJob(lossDistribution: {faults: {probability: "0.2"}, draws: 20000000, seed: ${n}, ${pricing(network)}}) { id } }`,
    }),
  },
  {
    name: 'JSON that is none, text that is not UTF-8',
    concurrent: 20,
    outcomes: [
      '400 BAD_REQUEST',
      '400 BAD_USER_INPUT',
      '400 GRAPHQL_PARSE_FAILED',
      '200 GRAPHQL_PARSE_FAILED',
    ],
    body: (n) => ['{', 'null', '1', '{"query":1}', '{"query":"{\\ud800}"}', '\u0000'][n % 6],
  },
]

export const DOCUMENTS = ATTACKS.map((attack) => ({
  ...attack,
  outcomes: [...attack.outcomes, ...SHED],
}))
