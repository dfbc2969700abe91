import { EXIT, LinchpinError } from '../errors'
import { notUtf8, readOnly, refusedPrivilege } from './database-states'

/** Message of a command that ends to the process that started it; without secrets. */
export interface FailureReport {
  failed: { code: string | null; message: string; hint: string }
}

/** How a command ends. */
export interface Failure {
  /** For a person. */
  text: string
  exitCode: number
  /** The same for a program; code null: a defect. */
  code: string | null
  message: string
  hint: string
}

/**
 * What to print for an error, and the exit code.
 * @param debug whether to print the stack of an error that is not a LinchpinError
 */
export function describeFailure(error: unknown, debug: boolean): Failure {
  const known = error instanceof LinchpinError ? error : databaseFailure(error)
  if (known) {
    const { code, message, hint, exitCode } = known
    return { text: `error ${code}: ${message}\n  ${hint}`, exitCode, code, message, hint }
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const hint = debug ? (stack ?? '') : 'set LINCHPIN_LOG_LEVEL=debug for the stack trace'
  const what = `bug in Linchpin: ${message}`
  return {
    text: `error: ${what}\n  ${hint}`,
    exitCode: EXIT.BUG,
    code: null,
    message: what,
    hint,
  }
}

const DISK_FULL = '53100'

/**
 * SQLSTATE classes of transient errors: connection exception, transaction rollback, insufficient resources, operator
 * intervention (a statement or a connection was cancelled, a shutdown), system error; a lock timeout; a transaction that was idle for too
 * long.
 */
const TRANSIENT = /^(08|40|53|57|58|55P03|25P03)|^E(CONN|PIPE|TIMEDOUT)/

/** Messages of pg for a lost connection, which have no code. */
const LOST = /Connection terminated|not queryable|Query read timeout|timeout expired/

/** SQLSTATE of states of a database that an operator can change, and the error for each. */
const STATES: Readonly<Record<string, (message: string, cause: unknown) => LinchpinError>> = {
  '42501': (message, cause) =>
    refusedPrivilege(`the database refuses: ${message}`, 'GRANT what the message names', cause),
  '25006': (message, cause) => readOnly(`the database is read-only: ${message}`, cause),
  '22P05': (message, cause) =>
    notUtf8(`the encoding of the database refuses a text: ${message}`, cause),
}

/**
 * A database error that is no defect: a restart or an operator may resolve it; null: another error.
 * @param error that work in the database threw
 */
export function databaseFailure(error: unknown): LinchpinError | null {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown }
  const state = Object.hasOwn(STATES, String(code)) ? STATES[String(code)] : undefined
  if (state) return state(String(message), error)
  if (!TRANSIENT.test(String(code)) && !LOST.test(String(message))) return null
  const rolledBack = 'The open transaction was rolled back.'
  if (code === DISK_FULL) {
    const hint = `Free disk space for the data and the WAL of Postgres, and restart. ${rolledBack}`
    const text = `The disk of the database is full: ${message}.`
    return new LinchpinError('LP3008', text, hint, EXIT.UNAVAILABLE, { cause: error })
  }
  const hint = `Restart; if it happens again, see the log of Postgres. ${rolledBack}`
  const text = `The database ended the connection or the statement: ${message}.`
  return new LinchpinError('LP3009', text, hint, EXIT.UNAVAILABLE, { cause: error })
}
