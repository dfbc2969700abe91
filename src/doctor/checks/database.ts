import { type Check, fault, type KnownError, type Outcome, problemOf, unchecked } from '../check'
import type { DatabaseFacts, Facts } from '../facts'

const DATA = 65
const UNAVAILABLE = 69
const GIGABYTE = 2 ** 30

function isError(database: DatabaseFacts | KnownError): database is KnownError {
  return 'hint' in database
}

/** A check of a database that answers. */
export function databaseCheck(id: string, run: (facts: DatabaseFacts) => Outcome): Check<Facts> {
  return {
    id: `database.${id}`,
    run({ configuration, database }) {
      if (configuration.refused) return unchecked('the configuration is not valid')
      if (database === null) {
        return unchecked('none is configured, and `linchpin up` has not made the embedded one yet')
      }
      return isError(database) ? unchecked('the database does not answer') : run(database)
    },
  }
}

/** Errors of a connection, by their codes. */
function connectionCheck(id: string, codes: readonly string[]): Check<Facts> {
  return {
    id: `database.${id}`,
    run({ configuration, database }) {
      if (configuration.refused) return unchecked('the configuration is not valid')
      if (database === null || !isError(database)) return []
      return codes.includes(database.code) ? [problemOf(database)] : []
    },
  }
}

/** Errors of the check that a migration makes before its first write. */
function preflightCheck(id: string, code: string): Check<Facts> {
  return databaseCheck(id, ({ refused }) => (refused?.code === code ? [problemOf(refused)] : []))
}

export const DATABASE_CHECKS: readonly Check<Facts>[] = [
  connectionCheck('reachable', ['LP3001', 'LP3010', 'LP3011', 'LP3012', 'LP3013', 'LP3014']),
  connectionCheck('login', ['LP3005']),
  connectionCheck('tls', ['LP3025']),
  preflightCheck('rights', 'LP3020'),
  preflightCheck('writable', 'LP3021'),
  preflightCheck('tables', 'LP3022'),
  preflightCheck('encoding', 'LP3023'),
  preflightCheck('release', 'LP3004'),
  preflightCheck('complete', 'LP3027'),
  databaseCheck('disk', ({ disk, bytes }) => {
    if ('unknown' in disk) return unchecked(disk.unknown)
    if (disk.free >= GIGABYTE) return []
    const free = `${Math.floor(disk.free / 2 ** 20)} MB are free in ${disk.where}`
    const problem = `${free}; the database has ${Math.ceil(bytes / 2 ** 20)} MB and grows`
    return [fault(problem, 'free space there, or move the data', UNAVAILABLE, 'LP3008')]
  }),
  databaseCheck('pooler', ({ pooler }) =>
    pooler !== 'statement'
      ? []
      : [
          fault(
            'the pooler before the database ends a transaction after each statement: nothing can be indexed',
            'pool_mode = transaction, in pgbouncer.ini; or the address of Postgres itself in DB_URL',
            78,
          ),
        ],
  ),
  databaseCheck('indexes', ({ invalidIndexes }) =>
    invalidIndexes.map((name) =>
      fault(
        `the index ${name} is not valid: its creation was cut off, and no query uses it`,
        `REINDEX INDEX ${name}`,
        UNAVAILABLE,
      ),
    ),
  ),
  databaseCheck('network', ({ index }) =>
    index?.otherNetwork ? [problemOf(index.otherNetwork)] : [],
  ),
  databaseCheck('rules', ({ index }) => {
    if (!index || index.rules.stored <= index.rules.own) return []
    const { stored, own } = index.rules
    const problem = `the rows were written by rules ${stored}, this version has rules ${own}`
    return [fault(problem, 'run the later version of Linchpin that wrote them', DATA, 'LP3030')]
  }),
  databaseCheck('stopped', ({ index }) => {
    if (!index?.stopped) return []
    const code = /^LP\d{4}/.exec(index.stopped)?.[0] ?? null
    const fix = `docs/errors.md says what to do after ${code ?? 'it'}; then start the indexer`
    return [fault(`the indexer stopped: ${index.stopped}`, fix, DATA, code)]
  }),
]
