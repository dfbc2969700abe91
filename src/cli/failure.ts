import { EXIT, LinchpinError } from '../errors'

/**
 * What a person is told of an error, and the exit code.
 * @param debug whether to add the stack of what is not a LinchpinError
 */
export function describeFailure(
  error: unknown,
  debug: boolean,
): { text: string; exitCode: number } {
  const known = error instanceof LinchpinError ? error : databaseFailure(error)
  if (known) {
    const { code, message, hint, exitCode } = known
    return { text: `error ${code}: ${message}\n  ${hint}`, exitCode }
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const more = debug ? (stack ?? '') : 'set LINCHPIN_LOG_LEVEL=debug to see where'
  return { text: `error: a defect of Linchpin: ${message}\n  ${more}`, exitCode: EXIT.BUG }
}

const DISK_FULL = '53100'

/**
 * SQLSTATE classes of what is not our fault and can pass: connection exception, transaction rollback, insufficient
 * resources, operator intervention (a statement or a connection that was ended, a shutdown), system error; and a lock
 * that was not to be had in time.
 */
const PASSING = /^(08|40|53|57|58|55P03)|^E(CONN|PIPE|TIMEDOUT)/

/** What pg says of a connection that is gone, without a code. */
const GONE = /Connection terminated|not queryable/

/**
 * The failure of a database that a restart may mend; null: it is something else.
 * @param error what work in the database ended with
 */
export function databaseFailure(error: unknown): LinchpinError | null {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown }
  if (!PASSING.test(String(code)) && !GONE.test(String(message))) return null
  const nothing = 'Nothing of the open transaction is stored.'
  if (code === DISK_FULL) {
    const hint = `Make room where Postgres keeps its data and its log, and start again. ${nothing}`
    const text = `The disk of the database is full: ${message}.`
    return new LinchpinError('LP3008', text, hint, EXIT.UNAVAILABLE, { cause: error })
  }
  const hint = `See the log of Postgres if it happens again; start again. ${nothing}`
  const text = `The database cut the work off: ${message}.`
  return new LinchpinError('LP3009', text, hint, EXIT.UNAVAILABLE, { cause: error })
}
