import { InvalidArgumentError } from 'commander'
import type { Config } from '../config/env'
import { EXIT, LinchpinError } from '../errors'

/**
 * The configured database.
 * @throws LinchpinError LP1002 if there is none
 */
export function needDatabase(config: Pick<Config, 'dbUrl'>): string {
  if (config.dbUrl !== null) return config.dbUrl
  const hint = 'set DB_URL, or DB_HOST; or use `linchpin up`, which runs an embedded Postgres'
  throw new LinchpinError('LP1002', 'no database is configured', hint, EXIT.CONFIG)
}

/**
 * Folder of the recording to read; null: read from the configured RPC endpoints.
 * @param option value of --recording, which takes precedence over the environment
 * @throws LinchpinError LP1005 if there is neither
 */
export function needSource(
  config: Pick<Config, 'recording' | 'rpcEndpoints'>,
  option: string | undefined,
): string | null {
  const recording = option ?? config.recording
  if (recording !== null || config.rpcEndpoints.length > 0) return recording
  const hint = 'set RPC_ENDPOINT to a JSON-RPC URL of the chain, or pass --recording DIR'
  throw new LinchpinError('LP1005', 'no chain is configured', hint, EXIT.CONFIG)
}

/** Parser of an option that is an integer from `min` to `max`. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    throw new InvalidArgumentError(`must be an integer from ${min} to ${max}`)
  }
}
