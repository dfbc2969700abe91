import pino from 'pino'
import { type Notify, type NotifyOptions, startNotify } from '../../../src/notify/notify'

/** `linchpin notify` in this process, quick to look. */
export function startTestNotify(
  databaseUrl: string,
  options: Partial<NotifyOptions> = {},
): Promise<Notify> {
  return startNotify({
    databaseUrl,
    host: '127.0.0.1',
    port: 0,
    edge: { cors: 'open', allowedHosts: null },
    maxListeners: 10,
    maxLagSeconds: 120,
    file: { rules: [], receivers: [] },
    allowPrivate: true,
    logger: pino({ level: 'silent' }),
    ...options,
    times: { statusMs: 200, ...options.times },
  })
}
