import { EXIT, LinchpinError } from '../errors'
import { UnknownLayout } from '../state-proof/compute'
import { ProofRefused } from '../state-proof/refused'

/** Runs something that proves or verifies; what is refused becomes an error for the user. @param what in words */
export async function orRefused<T>(what: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof UnknownLayout) throw unknownLayout(error)
    if (error instanceof ProofRefused) throw refused(what, error)
    throw error
  }
}

function unknownLayout(cause: UnknownLayout): LinchpinError {
  const hint =
    'A layout is used only for implementations that are known to have it. If you checked that this one keeps its variables as a known layout says, pass --layout ADDRESS=NAME.'
  return new LinchpinError('LP2031', cause.message, hint, EXIT.DATA, { cause })
}

function refused(what: string, cause: ProofRefused): LinchpinError {
  const hint = 'Believe nothing that it says. docs/proof.md says what a bundle proves, and how.'
  return new LinchpinError('LP2030', `${what}: ${cause.message}`, hint, EXIT.DATA, { cause })
}
