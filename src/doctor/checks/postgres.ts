import { advice, type Check, fault, unchecked } from '../check'
import type { DatabaseSettings, Facts } from '../facts'
import { databaseCheck } from './database'

const UNAVAILABLE = 69
/** The oldest major version that the project of Postgres still mended when this was written. */
const OLDEST = 14
/** Of the API 11, its threads and exports about as many, of the indexer and of notify 5 each. */
const CONNECTIONS = 32
/** The shortest that statements of an index are known to stay within. */
const TIMEOUT_MS = 60_000
/** Postgres refuses to write long before all numbers are used. */
const WRAPAROUND = 0.75

/** Settings without which a power cut may lose or damage rows. */
const SAFE: readonly [keyof DatabaseSettings, string][] = [
  ['fsync', 'fsync'],
  ['fullPageWrites', 'full_page_writes'],
]

const TIMEOUTS: readonly [keyof DatabaseSettings, string][] = [
  ['statementTimeout', 'statement_timeout'],
  ['idleInTransactionTimeout', 'idle_in_transaction_session_timeout'],
]

/** Checks of the server, its settings and the role. */
export const POSTGRES_CHECKS: readonly Check<Facts>[] = [
  databaseCheck('version', ({ version }) => {
    const major = Math.floor(version / 10_000)
    if (major >= OLDEST) return []
    const problem = `Postgres ${major} gets no more security releases`
    return [advice(problem, 'pg_upgrade to 17 or later; or a dump, and a restore into a newer one')]
  }),
  databaseCheck('encrypted', ({ isNear, isEncrypted, host }) =>
    isNear || isEncrypted
      ? []
      : [
          advice(
            `the connection to ${host} is not encrypted`,
            'sslmode=verify-full in DB_URL, and sslrootcert=FILE if the authority is not a public one',
          ),
        ],
  ),
  databaseCheck('role', ({ isSuperuser, isEmbedded, role, database }) =>
    !isSuperuser || isEmbedded
      ? []
      : [
          advice(
            `${role} is a superuser, who may read and write every file and database of the server`,
            `CREATE ROLE linchpin_owner LOGIN PASSWORD '...'; ALTER DATABASE "${database}" OWNER TO linchpin_owner; and that role in DB_URL`,
          ),
        ],
  ),
  databaseCheck('locale', ({ locale, database }) =>
    ['C', 'POSIX'].includes(locale) || /^C\.UTF-?8$/i.test(locale)
      ? []
      : [
          advice(
            `text of the database ${database} sorts by the locale ${locale}: slower, and an update of the operating system can change its order under the indexes`,
            `CREATE DATABASE linchpin ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0; and index into it, or restore a snapshot`,
          ),
        ],
  ),
  databaseCheck('collation', ({ collation, database }) =>
    collation === null || collation.stored === collation.actual
      ? []
      : [
          fault(
            `indexes were made with version ${collation.stored} of the locale's rules, the system has ${collation.actual}: they may be out of order`,
            `REINDEX DATABASE "${database}"; ALTER DATABASE "${database}" REFRESH COLLATION VERSION`,
            UNAVAILABLE,
          ),
        ],
  ),
  databaseCheck('durability', ({ settings }) =>
    SAFE.filter(([key]) => !settings[key]).map(([, name]) =>
      fault(
        `${name} is off: a power cut can damage the database`,
        `ALTER SYSTEM SET ${name} = on; SELECT pg_reload_conf()`,
        UNAVAILABLE,
      ),
    ),
  ),
  databaseCheck('autovacuum', ({ settings, database }) =>
    settings.autovacuum
      ? []
      : [
          advice(
            `autovacuum is off: the database grows, and plans of queries are by old statistics`,
            `ALTER SYSTEM SET autovacuum = on; SELECT pg_reload_conf(); VACUUM ANALYZE, in "${database}"`,
          ),
        ],
  ),
  databaseCheck('timeouts', ({ settings, role }) =>
    TIMEOUTS.filter(([key]) => Number(settings[key]) > 0 && Number(settings[key]) < TIMEOUT_MS).map(
      ([key, name]) =>
        advice(
          `${name} is ${settings[key]} ms for ${role}: migrations and large batches of the indexer can take longer, and end with LP3009`,
          `ALTER ROLE "${role}" SET ${name} = 0`,
        ),
    ),
  ),
  databaseCheck('connections', ({ connections, role }) =>
    connections >= CONNECTIONS
      ? []
      : [
          advice(
            `${role} may open ${connections} connections; indexer, API and notify use up to ${CONNECTIONS}`,
            `ALTER ROLE "${role}" CONNECTION LIMIT -1; or ALTER SYSTEM SET max_connections = 100, and a restart of Postgres`,
          ),
        ],
  ),
  databaseCheck('wraparound', ({ wraparound, database }) => {
    if (Number.isNaN(wraparound)) return unchecked('the age of the oldest row is not known')
    if (wraparound < WRAPAROUND) return []
    const problem = `${Math.floor(wraparound * 100)} % of the transaction numbers are used: Postgres soon refuses to write`
    return [fault(problem, `VACUUM FREEZE, in "${database}"`, UNAVAILABLE)]
  }),
]
