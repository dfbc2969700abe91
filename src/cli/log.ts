import { LogLevel as SdkLevel, setLogLevelCallback, setRootSink } from '@subsquid/logger'
import pino, { type Logger } from 'pino'
import pretty from 'pino-pretty'
import type { Config } from '../config/env'
import { createRedactor } from '../config/redact'

const METHOD = {
  [SdkLevel.TRACE]: 'trace',
  [SdkLevel.DEBUG]: 'debug',
  // What the SDK finds worth telling (its own progress, a metrics port) is told by the command itself.
  [SdkLevel.INFO]: 'debug',
  [SdkLevel.WARN]: 'warn',
  [SdkLevel.ERROR]: 'error',
  [SdkLevel.FATAL]: 'fatal',
} as const

type Secrets = Pick<Config, 'rpcEndpoints' | 'portalUrl' | 'dbUrl'>
type LogConfig = Pick<Config, 'logLevel' | 'logFormat'> & Secrets

/**
 * The log of a process, on stderr so that stdout is for answers: JSON lines, or text for a person.
 * The secrets of the configuration are taken out of whole lines, so they are safe in messages, objects and stacks.
 */
export function createLogger(
  config: LogConfig,
  output: NodeJS.WritableStream & { isTTY?: boolean } = process.stderr,
): Logger {
  const redact = redactorOf(config)
  const safe = { write: (line: string) => output.write(redact(line)) }
  const format = config.logFormat ?? (output.isTTY ? 'pretty' : 'json')
  const text = format === 'pretty' ? pretty.prettyFactory(prettyOptions(output)) : null
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: levelName },
  }
  return pino(options, text === null ? safe : { write: (line) => safe.write(text(line)) })
}

/** Takes the secrets of the configuration out of a text. */
export function redactorOf({ rpcEndpoints, portalUrl, dbUrl }: Secrets) {
  return createRedactor([...rpcEndpoints, portalUrl ?? '', dbUrl ?? ''])
}

/**
 * Sends what the indexing SDK logs into `logger`, at the level of `logger`. Call before the SDK is used.
 * @param onFatal gets the error that the SDK gives up with, before it ends the process
 */
export function routeSdkLogs(logger: Logger, onFatal: (error: unknown) => void = () => {}): void {
  const level = pino.levels.values[logger.level] ?? Number.POSITIVE_INFINITY
  // Levels of the SDK are 0 to 5, those of pino 10 to 60.
  const sdkLevel = Math.min(Math.max(Math.ceil(level / 10) - 1, SdkLevel.TRACE), SdkLevel.FATAL)
  setLogLevelCallback(() => sdkLevel)
  setRootSink(({ time: _, level: recordLevel, msg, ...fields }) => {
    logger[METHOD[recordLevel]](fields, msg)
    if (recordLevel === SdkLevel.FATAL) onFatal(fields.err)
  })
}

function levelName(label: string): { level: string } {
  return { level: label }
}

function prettyOptions(output: { isTTY?: boolean }) {
  return { colorize: output.isTTY === true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' }
}
