import type { Logger } from 'pino'
import type { Gateway } from '../../chain/sdk/gateway'
import type { Config } from '../../config/env'
import { EXIT, LinchpinError } from '../../errors'
import { type ArrearsOptions, ProofInArrears } from '../../proof/background-verification'

export interface BackgroundVerificationOptions {
  gateway: Pick<Gateway, 'proven' | 'proveRange'>
  config: Pick<Config, 'proofRate' | 'rpcRateLimit'>
  databaseUrl: string
  isOnChain: ArrearsOptions['isOnChain']
  /** Called with LP2012 when stored blocks are invalid: the next start re-indexes them. */
  onInvalid(error: LinchpinError): void
  logger: Logger
}

/** The verification of history that was read without; null if nothing is verified, or it is switched off. */
export function createArrears(options: BackgroundVerificationOptions): ProofInArrears | null {
  const { gateway, config, databaseUrl, isOnChain, onInvalid, logger } = options
  const { proofRate, rpcRateLimit } = config
  if (!gateway.proveRange || proofRate === 0) return null
  return new ProofInArrears({
    databaseUrl,
    prove: gateway.proveRange,
    proven: gateway.proven,
    isOnChain,
    // Leaves calls for new blocks.
    rate: rpcRateLimit === 0 ? proofRate : Math.min(proofRate, rpcRateLimit / 2),
    onMessage: (level, message) => logger[level](message),
    onMisfits: (reason) => {
      const hint = 'The next start rolls these blocks back and re-indexes them with verification.'
      onInvalid(new LinchpinError('LP2012', reason, hint, EXIT.UNAVAILABLE))
    },
  })
}
