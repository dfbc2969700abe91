import type { TopicsOf } from '../followed'
import type { Rpc } from '../provider/rpc'
import type { Rules } from './doubt'
import { createProver, type Prover } from './prover'
import { createTally, type Tally } from './tally'

/** What is checked of a network's blocks. */
export interface Verification extends Rules {
  /** Hashes of headers are made as on Ethereum, so that one that does not fit is forged. */
  ethereumHashes: boolean
  topicsOf: TopicsOf
}

/** What checks need, for history and head alike. */
export interface Verifier {
  rules: Rules
  ethereumHashes: boolean
  topicsOf: TopicsOf
  prover: Prover
  tally: Tally
}

export function createVerifier(
  rpc: Rpc,
  verification: Verification,
  onWarning: (message: string) => void,
): Verifier {
  const { ethereumHashes, topicsOf } = verification
  const tally = createTally()
  const prover = createProver({ rpc, tally, ethereumHashes, onWarning })
  return { rules: verification, ethereumHashes, topicsOf, prover, tally }
}
