import pino, { type Logger } from 'pino'

/** A line of a log: its message and fields. */
export interface LogLine {
  msg: string
  [field: string]: unknown
}

/** A logger, and the lines that it has written so far. */
export function recordLog(): { logger: Logger; lines: LogLine[] } {
  const lines: LogLine[] = []
  const options = { base: null, timestamp: false, formatters: { level: levelName } }
  const logger = pino(options, { write: (line) => lines.push(JSON.parse(line)) })
  return { logger, lines }
}

function levelName(level: string): { level: string } {
  return { level }
}
