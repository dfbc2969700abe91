import type { Logger } from 'pino'
import type { Gateway } from '../../chain/sdk/gateway'
import type { Config } from '../../config/env'
import { EXIT, LinchpinError } from '../../errors'
import {
  BackgroundVerification,
  type BackgroundVerificationOptions,
} from '../../proof/background-verification'
import type { Claim } from '../../store/writer/lock'

/** Pause after a failure, if all of history is awaited. */
const AWAITED_RETRY_MS = 5_000

export interface VerificationOptions {
  gateway: Pick<Gateway, 'proven' | 'proveRange'>
  config: Pick<Config, 'proofRate' | 'rpcRateLimit'>
  databaseUrl: string
  claim: Claim
  /** All of history is awaited: it has the whole budget of calls, and looks for all invalid blocks before it ends. */
  isAwaited: boolean
  isOnChain: BackgroundVerificationOptions['isOnChain']
  /** Called with LP2012 when stored blocks are invalid: the next start re-indexes them. */
  onInvalid(error: LinchpinError): void
  logger: Logger
}

/** Verifies history that was indexed without verification; null if nothing is verified, or it is disabled. */
export function createBackgroundVerification(
  options: VerificationOptions,
): BackgroundVerification | null {
  const { gateway, config, databaseUrl, claim, isAwaited, isOnChain, onInvalid, logger } = options
  if (!gateway.proveRange || (config.proofRate === 0 && !isAwaited)) return null
  return new BackgroundVerification({
    databaseUrl,
    claim,
    verifyRange: gateway.proveRange,
    verifiedOnRead: gateway.proven,
    isOnChain,
    // The client itself keeps the budget of each provider.
    rate: isAwaited ? Number.POSITIVE_INFINITY : rateBesideNewBlocks(config),
    ...(isAwaited && { patienceMs: Number.POSITIVE_INFINITY, retryMs: AWAITED_RETRY_MS }),
    logger,
    onInvalidBlocks: ({ count, first }) => {
      const message = `${count} stored blocks do not match the chain, the first is ${first}`
      const hint = 'The next start rolls them back and re-indexes them with verification.'
      onInvalid(new LinchpinError('LP2012', message, hint, EXIT.UNAVAILABLE))
    },
  })
}

function rateBesideNewBlocks({ proofRate, rpcRateLimit }: VerificationOptions['config']): number {
  return rpcRateLimit === 0 ? proofRate : Math.min(proofRate, rpcRateLimit / 2)
}
