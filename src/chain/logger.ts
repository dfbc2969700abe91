import pino, { type Logger } from 'pino'

/** The logger of callers that give none: it writes nothing. */
export const SILENT: Logger = pino({ enabled: false })
