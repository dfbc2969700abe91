import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/env'
import { networkOf } from '../config/network-of'
import { chainFolder } from './chain-folder'
import { needDatabase } from './needs'
import { DEMO_RECORDING } from './package-root'
import { say } from './say'

/**
 * Runs `use` with the URL of the configured database; if none is configured, of the embedded one that `linchpin up` made
 * with the same configuration. It is started for the time of `use` unless it runs.
 * @param create whether to make the embedded one if it does not exist
 * @throws LinchpinError LP1002 if there is neither, LP3010 to LP3015 if the embedded one cannot start
 */
export async function withDatabase<T>(
  config: Config,
  use: (url: string) => Promise<T>,
  create = false,
): Promise<T> {
  if (config.dbUrl !== null) return use(config.dbUrl)
  const isDemo = config.recording === null && config.rpcEndpoints.length === 0
  const recording = isDemo ? DEMO_RECORDING : config.recording
  // Checks the deployment, of which the folder has its name.
  networkOf(config, recording)
  const dataDir = join(config.dataDir, chainFolder(config, recording))
  if (!create && !existsSync(dataDir)) return use(needDatabase(config))
  const { joinEmbeddedPostgres } = await import('./postgres.js')
  const embedded = await joinEmbeddedPostgres({ dataDir, print: say })
  try {
    return await use(embedded.url)
  } finally {
    await embedded.stop()
  }
}
