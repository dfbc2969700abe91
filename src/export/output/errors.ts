import { EXIT, LinchpinError } from '../../errors'

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** Another export writes there. @param by what is known of it */
export function targetInUse(target: string, by: string, remove: string): LinchpinError {
  const message = `another export writes to ${target}: ${by}`
  const hint = `wait until it has ended, or name another folder; if it does not run any more, ${remove}`
  return new LinchpinError('LP5001', message, hint, EXIT.UNAVAILABLE)
}

/** An error of a disk as one for the person who must act; others stay what they are. */
export function diskFailure(target: string, error: unknown): unknown {
  const { code, message } = Object(error) as NodeJS.ErrnoException
  if (error instanceof LinchpinError || typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) {
    return error
  }
  if (FULL.has(code)) {
    const hint =
      'free some space, or name a folder on another disk; what was written of this export is removed, an earlier one is as it was'
    return new LinchpinError(
      'LP5002',
      `the disk of ${target} is full: ${message}`,
      hint,
      EXIT.UNAVAILABLE,
      {
        cause: error,
      },
    )
  }
  return cannotWrite(target, message, error)
}

/** The target refuses. */
export function cannotWrite(target: string, reason: string, cause: unknown): LinchpinError {
  const message = `${target} cannot be written: ${reason}`
  const hint =
    'name a folder that this user may write, or a bucket with credentials for it in the AWS_ variables'
  return new LinchpinError('LP5003', message, hint, EXIT.UNAVAILABLE, { cause })
}

/** Options that do not fit each other. */
export function wrongOptions(message: string, hint: string): LinchpinError {
  return new LinchpinError('LP5004', message, hint, EXIT.FAILED)
}
