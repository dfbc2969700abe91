import { listen, send } from '../chain/http'
import type { FailureReport } from './failure'
import { say } from './say'
import type { Address } from './served'

/** What answers in place of a command that ended for good. */
export interface StandIn {
  close(): Promise<void>
}

/**
 * Answers every request with 503 and the reason, in the form of `/ready`, on the port of the command.
 * @returns null if the command has no port, or the port cannot be opened, which is said
 */
export async function startStandIn(
  { host, port }: Address,
  { code, message, hint }: FailureReport['failed'],
): Promise<StandIn | null> {
  if (port === null) return null
  const reason = {
    code: 'NOT_READY',
    message: code === null ? message : `${code}: ${message}`,
    hint,
  }
  const body = JSON.stringify({ ready: false, reasons: [reason] })
  try {
    return await listen((_, response) => send(response, 503, body, 'application/json'), {
      host,
      port,
    })
  } catch (error) {
    say((error as Error).message)
    return null
  }
}
