import { ApiError } from '../../reads/errors'
import { HEAD_SQL, type Head } from '../../reads/head'
import { notSetUp } from './failures'

/** What this version of Linchpin knows. */
export interface Version {
  /** Names of its migrations. */
  migrations: readonly string[]
  /** Number of the rules by which it derives rows from logs. */
  rules: number
}

/** Migrations in the database that are not in $1. */
export const UNKNOWN_SQL = 'SELECT name FROM migrations WHERE name <> ALL($1) ORDER BY id'

/** Whether a statement failed because tables or columns are those of another version. */
export function isOtherTables(error: unknown): boolean {
  return /^42(703|P01)$/.test(String(Object(error).code))
}

const UNAVAILABLE = { http: { status: 503 } }

/** The head, and what it is checked by. */
export interface VersionedHead extends Head {
  /** Names of the migrations of the database; undefined: it is not checked. */
  migrations?: string[]
}

/** Reads a `VersionedHead`. */
export function headSql(version: Version | null): string {
  if (version === null) return HEAD_SQL
  return `SELECT h.*, (SELECT array_agg(name::text) FROM migrations) AS migrations FROM (${HEAD_SQL}) h`
}

/** Why this version must not answer from a database; null: it may. */
export function refusalOf(head: VersionedHead, version: Version | null): ApiError | null {
  if (version === null) return null
  const unknown = (head.migrations ?? []).filter((name) => !version.migrations.includes(name))
  if (unknown.length > 0) return otherMigrations(unknown)
  if (version.migrations.some((name) => !head.migrations?.includes(name))) return notSetUp()
  const { rules, rederiveTo, number } = head
  if (rules !== version.rules) {
    return refused(
      `LP3031: the rows were written by rules ${rules}, this version has rules ${version.rules}.`,
      rules < version.rules
        ? 'Start the indexer, which derives them anew from the stored logs.'
        : 'Serve with the version of Linchpin that the indexer has.',
    )
  }
  if (rederiveTo === null) return null
  return refused(
    `LP3031: the rows are being derived anew from the stored logs: block ${number} of ${rederiveTo}.`,
    'Wait for the indexer; if it does not run, start it.',
  )
}

/** The database has migrations that this version does not know. */
export function otherMigrations(unknown: readonly string[]): ApiError {
  return refused(
    `LP3004: the database was migrated by another version: it has the unknown migration ${unknown.join(', ')}.`,
    'Serve with the version of Linchpin that the indexer has.',
  )
}

function refused(message: string, hint: string): ApiError {
  return new ApiError('NOT_READY', message, { hint, ...UNAVAILABLE })
}
