import { EXIT, LinchpinError } from '../errors'

/**
 * What a person is told of an error, and the exit code.
 * @param debug whether to add the stack of what is not a LinchpinError
 */
export function describeFailure(
  error: unknown,
  debug: boolean,
): { text: string; exitCode: number } {
  if (error instanceof LinchpinError) {
    const { code, message, hint, exitCode } = error
    return { text: `error ${code}: ${message}\n  ${hint}`, exitCode }
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const exitCode = exitCodeOf(error)
  if (exitCode === EXIT.UNAVAILABLE) {
    return { text: `error: the work was cut off: ${message}\n  try again`, exitCode }
  }
  const more = debug ? (stack ?? '') : 'set LINCHPIN_LOG_LEVEL=debug to see where'
  return { text: `error: a defect of Linchpin: ${message}\n  ${more}`, exitCode }
}

/**
 * SQLSTATE classes of what is not our fault and can pass: connection exception, transaction rollback, insufficient
 * resources, operator intervention (a statement or a connection that was ended, a shutdown), system error; and a lock
 * that was not to be had in time.
 */
const PASSING = /^(08|40|53|57|58|55P03)|^E(CONN|PIPE|TIMEDOUT)/

/**
 * Whether a restart may help.
 * @param error what work in the database ended with; not a LinchpinError
 */
export function exitCodeOf(error: unknown): number {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown }
  return PASSING.test(String(code)) || /Connection terminated|not queryable/.test(String(message))
    ? EXIT.UNAVAILABLE
    : EXIT.BUG
}
