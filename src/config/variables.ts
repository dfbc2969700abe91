import { DATABASE_VARIABLES } from './database-variables'
import type { Variable } from './variable'

/** All variables, in the order of .env.example, which a test compares with this list. */
export const VARIABLES = [
  {
    name: 'RPC_ENDPOINT',
    parts: ['index'],
    meaning: 'JSON-RPC URLs of the chain, comma-separated, preferred first',
    default: '',
    secrecy: 'url',
  },
  {
    name: 'LINCHPIN_RPC_RATE_LIMIT',
    parts: ['index', 'serve'],
    meaning:
      'Maximum calls per second to each provider of RPC_ENDPOINT, and of LINCHPIN_PROVE_RPC; every call of a batch counts; 0: unlimited',
    default: '0',
    secrecy: 'open',
  },
  {
    name: 'SQD_PORTAL_URL',
    parts: ['index'],
    meaning:
      'Dataset of an SQD Portal, a faster source of historical logs: https://portal.sqd.dev/datasets/ethereum-mainnet',
    default: '',
    secrecy: 'url',
  },
  {
    name: 'LINCHPIN_NETWORK',
    parts: ['index', 'serve'],
    meaning: 'Network to index: mainnet, holesky, hoodi, sepolia or custom',
    default: 'mainnet',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_DEPLOYMENT',
    parts: ['index', 'serve'],
    meaning: 'File with the contract addresses for LINCHPIN_NETWORK=custom',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_RECORDING',
    parts: ['index'],
    meaning: 'Folder of a recorded chain, indexed instead of RPC_ENDPOINT',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_FINALITY',
    parts: ['index'],
    meaning: 'Blocks below the head after which a block counts as final (default: by network)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_VERIFY',
    parts: ['index'],
    meaning:
      'Which historical blocks are verified against their headers when they are indexed: standard (those with a reason to; the others are verified in the background), full (all; requests every header) or auto (full for up to 1000 blocks, or 10000 of a custom network, else standard). New blocks are always verified',
    default: 'auto',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_PROOF_RATE',
    parts: ['index'],
    meaning:
      'Calls per second for background verification at the head of the chain, at most half of LINCHPIN_RPC_RATE_LIMIT; 0: off',
    default: '10',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_BATCH_BLOCKS',
    parts: ['index'],
    meaning: 'Maximum number of blocks in one transaction',
    default: '2000',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_POLL_BLOCKS',
    parts: ['index'],
    meaning:
      'Blocks between two polls of contract state that no event carries, at the head of the chain; 0: off, and tokens of pools are not asked for their symbols',
    default: '7200',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_PROVE',
    parts: ['index'],
    meaning:
      'JSON file with figures of which bundles of proofs are kept at every Nth block (docs/proof.md); none: no bundles',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_PROVE_RPC',
    parts: ['serve'],
    meaning:
      'JSON-RPC URLs that the API asks for proofs of figures, for jobs of its clients (docs/jobs.md), as RPC_ENDPOINT; none: it proves nothing',
    default: '',
    secrecy: 'url',
  },
  ...DATABASE_VARIABLES,
  {
    name: 'LINCHPIN_HOST',
    parts: ['index', 'serve', 'notify'],
    meaning:
      'Address that the API, notify and the metrics of the indexer listen on; 0.0.0.0 for all interfaces',
    default: '127.0.0.1',
    secrecy: 'open',
  },
  {
    name: 'GQL_PORT',
    parts: ['serve'],
    meaning: 'Port of the API; 0: a free one',
    default: '4350',
    secrecy: 'open',
  },
  {
    name: 'GRAPHQL_SERVER_PORT',
    parts: [],
    meaning: 'Port of the API that SQD Cloud assigns, if GQL_PORT is not set',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_OPERATION_TIMEOUT_MS',
    parts: ['serve'],
    meaning:
      'Milliseconds that one GraphQL operation may take; then it ends with QUERY_TIMEOUT, its statement cancelled and its thread stopped',
    default: '10000',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_API_WORKERS',
    parts: ['serve'],
    meaning:
      'Threads of the API for operations that compute for long (default: 1, or 2 on more than two cores)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_MAX_REQUESTS',
    parts: ['serve', 'notify'],
    meaning: 'Requests that the API answers at the same time; more get 503',
    default: '256',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_MAX_REQUESTS_PER_CLIENT',
    parts: ['serve', 'notify'],
    meaning: 'Requests of one client that the API answers at the same time; more get 429',
    default: '128',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_MAX_CONNECTIONS',
    parts: ['serve', 'notify'],
    meaning:
      'Open connections to the API; over it, the one that has been idle for longest is closed',
    default: '2000',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_MAX_EXPORTS',
    parts: ['serve'],
    meaning:
      'Exports (GET /export) at the same time, each with a thread and a connection to the database; one client may have half of them',
    default: '2',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_EXPORT_SECONDS',
    parts: ['serve'],
    meaning: 'Seconds that one export over HTTP may take',
    default: '900',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_EXPORT_MB',
    parts: ['serve'],
    meaning: 'Megabytes that one export over HTTP may have',
    default: '4096',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_TRUST_PROXY',
    parts: ['serve', 'notify'],
    meaning:
      'Addresses and networks of reverse proxies whose X-Forwarded-For names the client, comma-separated: 127.0.0.1,10.0.0.0/8',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_CLIENT_HEADER',
    parts: ['serve', 'notify'],
    meaning:
      'Header that names the client instead of its address, as an API key does; only behind a proxy that checks it',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_CORS',
    parts: ['serve', 'notify'],
    meaning:
      'Pages that may read answers of the API: open (all), closed (none), origins, comma-separated, or auto (closed if LINCHPIN_LABELS or LINCHPIN_PRICES is set, else open)',
    default: 'auto',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_ALLOWED_HOSTS',
    parts: ['serve', 'notify'],
    meaning:
      'Names that requests may use for the API, comma-separated; * for any (default: on a loopback address those of loopback, else any)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_MAX_LAG_SECONDS',
    parts: ['index', 'serve', 'notify'],
    meaning:
      'Seconds that the index may be behind before GET /ready is 503 and the indexer raises an alarm (default: ten blocks of the network)',
    default: '120',
    secrecy: 'open',
  },
  {
    name: 'PROCESSOR_PROMETHEUS_PORT',
    parts: ['index'],
    meaning: "Port of the indexer's Prometheus metrics; unset: no metrics",
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_PRICE_FEEDS',
    parts: ['index'],
    meaning: 'File with price feeds to index in addition to the protocol (docs/prices.md)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_PRICES',
    parts: ['serve'],
    meaning: 'File with your own prices, CSV or JSON (docs/prices.md)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_LABELS',
    parts: ['serve'],
    meaning: 'Files with names and groups of addresses, comma-separated (docs/labels.md)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_EXPLORER_URL',
    parts: ['serve'],
    meaning:
      'Block explorer that the dashboard links addresses and transactions to: https://etherscan.io (default: the public one of the network)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_PUBLIC_URL',
    parts: ['serve'],
    meaning:
      'Where people reach the dashboard: https://restaking.example (previews of links name their picture by it; default: relative)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_RULES',
    parts: ['notify'],
    meaning:
      'File with alert rules and webhooks of `linchpin notify`, YAML or JSON (docs/alerts.md)',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_NOTIFY_PORT',
    parts: ['notify'],
    meaning: 'Port of `linchpin notify`, for GET /feed (docs/feed.md); 0: a free one',
    default: '4351',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_FEED_LISTENERS',
    parts: ['notify'],
    meaning: 'Listeners of GET /feed at the same time; more get 503',
    default: '100',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_WEBHOOK_ADDRESSES',
    parts: ['notify'],
    meaning:
      'Where webhooks may be sent to: public (https, and public addresses only) or any (also http, and addresses of this machine and its network)',
    default: 'public',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_LOG_LEVEL',
    parts: ['migrate', 'index', 'serve', 'notify'],
    meaning: 'Minimum log level: trace, debug, info, warn, error, fatal or silent',
    default: 'info',
    secrecy: 'open',
  },
  {
    name: 'LINCHPIN_LOG_FORMAT',
    parts: ['migrate', 'index', 'serve', 'notify'],
    meaning: 'Log format: json or pretty (default: pretty on a terminal)',
    default: '',
    secrecy: 'open',
  },
] as const satisfies readonly Variable[]

export type VariableName = (typeof VARIABLES)[number]['name']

/** Prefix of the variables of the test suite, which may be set while it runs the program. */
export const TEST_PREFIX = 'LINCHPIN_TEST_'
