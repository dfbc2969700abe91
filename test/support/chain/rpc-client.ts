import type { Logger } from 'pino'
import { createRpc, type RpcOptions } from '../../../src/chain/provider/rpc'
import { recordLog } from '../log-lines'

const FAILED = 'RPC call failed'

/** A client with short pauses; the failed calls that it logs, and everything else. */
export function recordingClient(urls: readonly string[], options: Partial<RpcOptions> = {}) {
  const { logger, lines } = recordLog()
  const rpc = createRpc({ urls, backoffMs: { first: 1, max: 4 }, logger, ...options })
  return {
    rpc,
    failures: () => lines.filter(({ msg }) => msg === FAILED),
    notes: () => lines.filter(({ msg }) => msg !== FAILED),
  }
}

/** A logger that only calls back for failed calls, with the failures of the call so far. */
export function onFailure(callback: (failures: number) => void): RpcOptions['logger'] {
  const warn = (fields: unknown, msg?: unknown) => {
    if (msg === FAILED) callback((fields as { failures: number }).failures)
  }
  return { info: () => {}, error: () => {}, warn: warn as Logger['warn'] }
}
