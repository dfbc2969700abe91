import { stdTimeFunctions } from 'pino'

/** Whether the log is to be JSON on a terminal, too, and with it all else that is written beside results. */
export function isJsonLog(): boolean {
  return process.env.LINCHPIN_LOG_FORMAT === 'json'
}

/** A message for the person who started a command, on stderr: text, or a line of the log if that is set to JSON. */
export function say(message: string): void {
  console.error(isJsonLog() ? jsonLine('info', {}, message) : message)
}

/** A line as the logger writes it. @param fields without secrets */
export function jsonLine(level: string, fields: object, message: string): string {
  const time = stdTimeFunctions.isoTime().slice(1)
  return `{"level":"${level}",${time},${JSON.stringify({ ...fields, msg: message }).slice(1)}`
}
