import { STORAGE } from '../../../src/protocols/storage'
import { ProofRefused } from '../../../src/state-proof/refused'
import { type Verified, verifyBundle } from '../../../src/state-proof/verify'

/** A bundle that was verified, or why it is refused. */
export type Checked = { verified: Verified } | { refused: string }

/** Verifies a bundle here, without asking anybody. @param blockHash empty: the reader compares it */
export function check(text: string, blockHash: string): Checked {
  try {
    return { verified: verifyBundle(text, STORAGE, blockHash || undefined) }
  } catch (error) {
    if (error instanceof ProofRefused) return { refused: error.message }
    throw error
  }
}
