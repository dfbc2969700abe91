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
  const more = debug ? (stack ?? '') : 'set LINCHPIN_LOG_LEVEL=debug to see where'
  return { text: `error: a defect of Linchpin: ${message}\n  ${more}`, exitCode: EXIT.BUG }
}
