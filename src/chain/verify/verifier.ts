import type { Logger } from 'pino'
import type { Rpc } from '../provider/rpc'
import type { TopicsOf } from './followed'
import { Prover } from './prover'
import type { Rules } from './reason-to-verify'
import { createTally, type Tally } from './tally'

/** What is verified of a network's blocks. */
export interface Verification extends Rules {
  /** Headers are hashed as on Ethereum, so that one that does not match its hash is forged. */
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

/** Makes a verifier with an empty tally. */
export function createVerifier(
  rpc: Rpc,
  verification: Verification,
  logger: Pick<Logger, 'warn'>,
): Verifier {
  const { ethereumHashes, topicsOf } = verification
  const tally = createTally()
  const prover = new Prover({ rpc, tally, ethereumHashes, logger })
  return { rules: verification, ethereumHashes, topicsOf, prover, tally }
}
