import type { Variable } from './variable'

/** Variables of databases, in the order of .env.example. */
export const DATABASE_VARIABLES = [
  {
    name: 'DB_URL',
    parts: ['migrate', 'index', 'serve', 'notify'],
    meaning:
      'Postgres as postgres://user:password@host:port/name, or as postgres:///name?host=/var/run/postgresql by its socket (default: embedded)',
    default: '',
    secrecy: 'url',
  },
  {
    name: 'LINCHPIN_COMPARE_DB_URL',
    parts: [],
    meaning: 'Other database of `digest --compare`, as DB_URL',
    default: '',
    secrecy: 'url',
  },
  {
    name: 'DB_HOST',
    parts: ['migrate', 'index', 'serve', 'notify'],
    meaning: 'Postgres host, if DB_URL is not set',
    default: '',
    secrecy: 'open',
  },
  {
    name: 'DB_PORT',
    parts: ['migrate', 'index', 'serve', 'notify'],
    meaning: 'Postgres port, with DB_HOST',
    default: '5432',
    secrecy: 'open',
  },
  {
    name: 'DB_NAME',
    parts: ['migrate', 'index', 'serve', 'notify'],
    meaning: 'Database name, with DB_HOST',
    default: 'squid',
    secrecy: 'open',
  },
  {
    name: 'DB_USER',
    parts: ['migrate', 'index', 'serve', 'notify'],
    meaning: 'Postgres user, with DB_HOST',
    default: 'postgres',
    secrecy: 'open',
  },
  {
    name: 'DB_PASS',
    parts: ['migrate', 'index', 'serve', 'notify'],
    meaning: 'Password of DB_USER, with DB_HOST',
    default: 'postgres',
    secrecy: 'secret',
  },
  {
    name: 'LINCHPIN_OWNER_PASSWORD',
    parts: ['migrate'],
    meaning:
      'Password that `migrate --roles` gives to the role linchpin_owner, for the indexer and notify',
    default: '',
    secrecy: 'secret',
  },
  {
    name: 'LINCHPIN_READER_PASSWORD',
    parts: ['migrate'],
    meaning: 'Password that `migrate --roles` gives to the role linchpin_reader, for the API',
    default: '',
    secrecy: 'secret',
  },
  {
    name: 'LINCHPIN_DATA_DIR',
    parts: [],
    meaning: 'Data folder of the embedded Postgres',
    default: '.linchpin',
    secrecy: 'open',
  },
] as const satisfies readonly Variable[]
