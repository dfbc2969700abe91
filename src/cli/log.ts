import pino, { type Logger } from 'pino'
import pretty from 'pino-pretty'
import type { Config } from '../config/env'
import { createRedactor } from '../config/redact'

type Secrets = Pick<
  Config,
  'rpcEndpoints' | 'proveEndpoints' | 'portalUrl' | 'dbUrl' | 'compareDbUrl'
>
type LogConfig = Pick<Config, 'logLevel' | 'logFormat'> & Secrets

/**
 * The logger of a process, on stderr, because stdout is for results: JSON lines, or text for a terminal. The secrets of the
 * configuration are redacted from whole lines, so messages, fields and stacks may contain them.
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

/** Redacts the secrets of the configuration from a text. */
export function redactorOf(secrets: Secrets) {
  const { rpcEndpoints, proveEndpoints, portalUrl, dbUrl, compareDbUrl } = secrets
  const one = [portalUrl, dbUrl, compareDbUrl].map((url) => url ?? '')
  return createRedactor([...rpcEndpoints, ...proveEndpoints, ...one])
}

function levelName(label: string): { level: string } {
  return { level: label }
}

function prettyOptions(output: { isTTY?: boolean }) {
  return { colorize: output.isTTY === true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' }
}
