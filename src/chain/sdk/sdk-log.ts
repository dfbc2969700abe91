import { LogLevel as SdkLevel, setLogLevelCallback, setRootSink } from '@subsquid/logger'
import pino, { type Logger } from 'pino'

const METHOD = {
  [SdkLevel.TRACE]: 'trace',
  [SdkLevel.DEBUG]: 'debug',
  // The SDK's progress and metrics port, which the command reports itself.
  [SdkLevel.INFO]: 'debug',
  [SdkLevel.WARN]: 'warn',
  [SdkLevel.ERROR]: 'error',
  [SdkLevel.FATAL]: 'fatal',
} as const

/** What the SDK writes ten times a second while a block cannot be read. */
const REPEATED = /^Failed to fetch block /
const REPEAT_AFTER_MS = 60_000

/** Sends the log of the SDK to `logger`, at the level of `logger`. Call before the SDK is used. */
export function routeSdkLog(logger: Logger): void {
  const level = pino.levels.values[logger.level] ?? Number.POSITIVE_INFINITY
  // Levels of the SDK are 0 to 5, those of pino 10 to 60.
  const sdkLevel = Math.min(Math.max(Math.ceil(level / 10) - 1, SdkLevel.TRACE), SdkLevel.FATAL)
  setLogLevelCallback(() => sdkLevel)
  let saidAt = Number.NEGATIVE_INFINITY
  setRootSink(({ time: _, level: recordLevel, msg, ...fields }) => {
    const isRepeated = REPEATED.test(msg ?? '')
    if (isRepeated && performance.now() - saidAt < REPEAT_AFTER_MS) return logger.debug(fields, msg)
    if (isRepeated && recordLevel >= SdkLevel.WARN) saidAt = performance.now()
    // Some of its lines have fields alone.
    logger[METHOD[recordLevel]](fields, msg ?? 'from the SDK')
  })
}
