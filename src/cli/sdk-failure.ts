import type { Logger } from 'pino'
import { EXIT, LinchpinError } from '../errors'
import { noteStopped } from '../store/stopped'
import { databaseFailure } from './failure'
import { routeSdkLogs } from './log'
import { OTHERS_GO_ON } from './supervise'

/** What the SDK says at a start when the chain no longer has the last final block. */
const LEFT = /was not found on chain/
/** Where it fails if the chain leaves that block while it runs: it walks down a chain that has no common block. */
const WALKING = /util-internal-ingest-tools[/\\]lib[/\\]hot/
/** From there it also calls us, and what fails here is no question to the chain. */
const WRITING = /\bIndexDatabase\./

/**
 * Ends the process with a code that says what happened: the SDK ends it with 1 whatever it was. If only a person can mend
 * it, the reason is written into the database first, for those who ask the API.
 *
 * @param isOnChain whether the chain still has the last final block of the index
 */
export function onSdkFailure(
  logger: Logger,
  databaseUrl: string,
  isOnChain: () => Promise<boolean>,
): void {
  routeSdkLogs(logger, (fatal) => {
    // The SDK calls it next. A process that ends in the middle of the questions below would tell nobody why.
    const exit = process.exit
    process.exit = (() => {}) as never
    diagnose(fatal, isOnChain)
      .then(async (failure) => {
        if (!(failure instanceof LinchpinError)) return exit(failure)
        const { code, hint, message } = failure
        logger.fatal({ code, hint }, message)
        if (failure.exitCode === EXIT.DATA) {
          await noteStopped(databaseUrl, `${code}: ${message}`)
          process.send?.(OTHERS_GO_ON)
        }
        exit(failure.exitCode)
      })
      .catch(() => exit(EXIT.BUG))
  })
}

async function diagnose(
  fatal: unknown,
  isOnChain: () => Promise<boolean>,
): Promise<number | LinchpinError> {
  if (fatal instanceof LinchpinError) return fatal
  const { message, stack } = Object(fatal) as { message?: unknown; stack?: unknown }
  const isWalking = WALKING.test(String(stack)) && !WRITING.test(String(stack))
  if (!LEFT.test(String(message)) && !isWalking) return databaseFailure(fatal) ?? EXIT.BUG
  // Asked again, because the SDK takes a node that does not have the block yet for one that has another. Without an
  // answer the next start finds out.
  return (await isOnChain().catch(() => true)) ? EXIT.UNAVAILABLE : deepReorganisation(fatal)
}

function deepReorganisation(cause: unknown): LinchpinError {
  return new LinchpinError(
    'LP2003',
    'The chain no longer has a block that counted as final: it reorganised deeper than finality, or the provider is on another fork.',
    'Ask another provider; or stop the indexer, run `linchpin rewind --to N` with a block below the fork, and start it again.',
    EXIT.DATA,
    { cause },
  )
}
