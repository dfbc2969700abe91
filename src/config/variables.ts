/** How much of a value may be shown: all of it, scheme and host of each URL in it, or only that it is set. */
export type Secrecy = 'open' | 'url' | 'secret'

/** A variable of the environment that Linchpin reads. */
export interface Variable {
  name: string
  meaning: string
  /** As a person would write it; empty where there is none. */
  default: string
  secrecy: Secrecy
}

/** Every variable there is, in the order of .env.example: the only place that documents them. */
export const VARIABLES = [
  {
    name: 'RPC_ENDPOINT',
    meaning: 'JSON-RPC URLs of the chain, comma separated, tried in order',
    default: '',
    secrecy: 'url',
  },
  {
    name: 'LINCHPIN_RPC_RATE_LIMIT',
    meaning:
      'Calls per second that each provider of RPC_ENDPOINT is sent at most, calls of a batch counted singly; 0: no limit',
    default: '0',
    secrecy: 'open',
  },
  {
    name: 'SQD_PORTAL_URL',
    meaning:
      'Data set of an SQD Portal, a faster source of old logs: https://portal.sqd.dev/datasets/ethereum-mainnet',
    default: '',
    secrecy: 'url',
  },
  {
    name: 'LINCHPIN_NETWORK',
    meaning: 'Deployment to index: mainnet, holesky, hoodi, sepolia or custom',
    default: 'mainnet',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_DEPLOYMENT',
    meaning: 'File with the contract addresses of the network "custom"',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_RECORDING',
    meaning: 'Folder of a recorded chain, read instead of RPC_ENDPOINT',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_FINALITY',
    meaning: 'Blocks below the head after which a block counts as final (default: by network)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_VERIFY',
    meaning:
      'Which blocks of history are checked for missing logs when they are read: standard (those in doubt; the others are proven later), full (all; reads every header) or auto (full where at most 1000 blocks are to be read, or 10000 of a custom network). New blocks all are',
    default: 'auto',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_PROOF_RATE',
    meaning:
      'Calls per second, at the head of the chain, that prove history read in standard mode, at most half of LINCHPIN_RPC_RATE_LIMIT; 0: it is not proven',
    default: '10',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_BATCH_BLOCKS',
    meaning: 'Blocks written in one transaction at most',
    default: '2000',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_POLL_BLOCKS',
    meaning: 'Blocks between two polls of what no event tells, at the head; 0: never',
    default: '7200',
    secrecy: 'open',
  },
  {
    name: 'DB_URL',
    meaning: 'Postgres as postgres://user:password@host:port/name; default: an embedded one',
    default: '',
    secrecy: 'url',
  },
  {
    name: 'DB_HOST',
    meaning: 'Postgres host, where DB_URL is not set',
    default: '',
    secrecy: 'open',
  },
  { name: 'DB_PORT', meaning: 'Postgres port, with DB_HOST', default: '5432', secrecy: 'open' },
  { name: 'DB_NAME', meaning: 'Database, with DB_HOST', default: 'squid', secrecy: 'open' },
  { name: 'DB_USER', meaning: 'Postgres user, with DB_HOST', default: 'postgres', secrecy: 'open' },
  {
    name: 'DB_PASS',
    meaning: 'Password of DB_USER, with DB_HOST',
    default: 'postgres',
    secrecy: 'secret',
  },
  {
    name: 'LINCHPIN_DATA_DIR',
    meaning: 'Folder of the embedded Postgres',
    default: '.linchpin',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_HOST',
    meaning: 'Address the API listens on; 0.0.0.0 for every interface',
    default: '127.0.0.1',
    secrecy: 'open',
  },
  {
    name: 'GQL_PORT',
    meaning: 'Port of the API; 0 takes a free one',
    default: '4350',
    secrecy: 'open',
  },
  {
    name: 'GRAPHQL_SERVER_PORT',
    meaning: 'Port that SQD Cloud gives the API, where GQL_PORT is not set',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'PROCESSOR_PROMETHEUS_PORT',
    meaning: 'Port of the metrics of the indexer; without it there are none',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_PRICE_FEEDS',
    meaning: 'File with price feeds to index beside the protocol (docs/prices.md)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_PRICES',
    meaning: 'File with prices of your own, CSV or JSON (docs/prices.md)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_LABELS',
    meaning: 'Files with names and groupings of addresses, comma separated (docs/labels.md)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_LOG_LEVEL',
    meaning: 'Least level that is logged: trace, debug, info, warn, error, fatal or silent',
    default: 'info',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_LOG_FORMAT',
    meaning: 'json or pretty (default: pretty on a terminal)',
    default: '',
    secrecy: 'open',
  },
] as const satisfies readonly Variable[]

export type VariableName = (typeof VARIABLES)[number]['name']

/** Variables of Linchpin's own test suite, which may be set while it runs the program. */
export const TEST_PREFIX = 'LINCHPIN_TEST_'
