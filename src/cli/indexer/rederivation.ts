import type { Logger } from 'pino'
import { RULES } from '../../ledger/rules'
import type { Rederiving } from '../../store/rederive/rederive'

const SAY_AGAIN_MS = 10_000

/** Logs how rows of other rules are derived anew. */
export function logRederivation(logger: Logger): (progress: Rederiving) => void {
  const startedAt = performance.now()
  let saidAt = Number.NEGATIVE_INFINITY
  return ({ rules, block, upTo, logs, isDone, readAgain }) => {
    const now = performance.now()
    if (readAgain) {
      logger.warn(
        readAgain,
        'the stored logs are not enough from this block on: it and later ones are read again',
      )
    }
    if (!isDone && now - saidAt < SAY_AGAIN_MS) return
    saidAt = now
    const logsPerSecond = Math.round((logs / Math.max(now - startedAt, 1)) * 1000)
    const fields = { writtenBy: rules, rules: RULES, block, upTo, logs, logsPerSecond }
    logger.info(fields, isDone ? 'rows derived anew from stored logs' : 'deriving rows anew')
  }
}
