import type { Logger } from 'pino'
import type { Gateway } from '../../chain/sdk/gateway'
import type { Config } from '../../config/env'
import { EXIT, LinchpinError } from '../../errors'
import {
  BackgroundVerification,
  type BackgroundVerificationOptions,
} from '../../proof/background-verification'

export interface VerificationOptions {
  gateway: Pick<Gateway, 'proven' | 'proveRange'>
  config: Pick<Config, 'proofRate' | 'rpcRateLimit'>
  databaseUrl: string
  isOnChain: BackgroundVerificationOptions['isOnChain']
  /** Called with LP2012 when stored blocks are invalid: the next start re-indexes them. */
  onInvalid(error: LinchpinError): void
  logger: Logger
}

/** Verifies history that was indexed without verification; null if nothing is verified, or it is disabled. */
export function createBackgroundVerification(
  options: VerificationOptions,
): BackgroundVerification | null {
  const { gateway, config, databaseUrl, isOnChain, onInvalid, logger } = options
  const { proofRate, rpcRateLimit } = config
  if (!gateway.proveRange || proofRate === 0) return null
  return new BackgroundVerification({
    databaseUrl,
    verifyRange: gateway.proveRange,
    verifiedOnRead: gateway.proven,
    isOnChain,
    // Leaves calls for new blocks.
    rate: rpcRateLimit === 0 ? proofRate : Math.min(proofRate, rpcRateLimit / 2),
    logger,
    onInvalidBlocks: ({ count, first }) => {
      const message = `${count} stored blocks do not match the chain, the first is ${first}`
      const hint = 'The next start rolls them back and re-indexes them with verification.'
      onInvalid(new LinchpinError('LP2012', message, hint, EXIT.UNAVAILABLE))
    },
  })
}
