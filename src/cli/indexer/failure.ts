import type { Logger } from 'pino'
import { SdkError } from '../../chain/sdk/sdk-error'
import { EXIT, LinchpinError } from '../../errors'
import { noteStopped } from '../../store/stopped'
import { databaseFailure, type FailureReport } from '../failure'
import { OTHERS_KEEP_RUNNING } from '../supervise'

export interface FailureContext {
  logger: Logger
  databaseUrl: string
  /** Whether the chain has the last final block of the index. */
  hasFinalBlock(): Promise<boolean>
}

/**
 * Logs why the indexer failed. If no restart can help, the reason is also written to the database, for clients of the API.
 * @returns the exit code
 */
export async function reportFailure(error: unknown, context: FailureContext): Promise<number> {
  if (error instanceof LinchpinError) return stop(error, context)
  if (error instanceof SdkError) return reportSdkError(error, context)
  const failure = databaseFailure(error)
  return failure ? stop(failure, context) : reportBug(error, context)
}

async function reportSdkError(error: SdkError, context: FailureContext): Promise<number> {
  if (error.kind !== 'final-block-lost') return reportBug(error, context)
  // Checked again, because the SDK does not distinguish a node that has another block from one that does not have it yet.
  // Without an answer the next start finds out.
  const isOnChain = await context.hasFinalBlock().catch(() => true)
  if (!isOnChain) return stop(deepReorg(error), context)
  context.logger.fatal(
    { err: error },
    'the provider did not return the last final block: a restart may help',
  )
  return EXIT.UNAVAILABLE
}

function reportBug(error: unknown, { logger }: FailureContext): number {
  logger.fatal({ err: error }, 'indexer failed')
  return EXIT.BUG
}

async function stop(failure: LinchpinError, context: FailureContext): Promise<number> {
  const { code, hint, message, exitCode } = failure
  context.logger.fatal({ code, hint }, message)
  process.send?.({ failed: { code, message, hint } } satisfies FailureReport)
  if (exitCode === EXIT.DATA) {
    await noteStopped(context.databaseUrl, `${code}: ${message}`)
    process.send?.(OTHERS_KEEP_RUNNING)
  }
  return exitCode
}

function deepReorg(cause: unknown): LinchpinError {
  return new LinchpinError(
    'LP2003',
    'The chain no longer has the last final block of the index: a reorg deeper than finality, or a provider on another fork.',
    'Use another provider; or stop the indexer, run `linchpin rewind --to N` with a block below the fork, and start it again.',
    EXIT.DATA,
    { cause },
  )
}
