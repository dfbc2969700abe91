import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createPortalQuery } from '../../chain/history/portal'
import type { Config } from '../../config/env'
import type { Network } from '../../config/networks'
import { redactUrl, scrubText } from '../../config/redact'
import type { Facts } from '../../doctor/facts'
import { chainFolder } from '../chain-folder'
import { DEMO_RECORDING } from '../package-root'
import { withDatabase } from '../with-database'
import { chainFacts, configuredNetwork, probeConfiguration } from './configuration'
import { type DatabaseProbe, probeDatabase } from './database'
import { knownError } from './known-error'
import { probeMachine } from './machine'
import { probeProvider } from './provider'

const PORTAL_TIMEOUT_MS = 15_000

/** Reads the facts of all checks. Nothing is written; no call takes longer than its deadline. */
export async function probe(config: Config): Promise<Facts> {
  const network = configuredNetwork(config)
  const configuration = await probeConfiguration(config, network)
  const database = await probeAnyDatabase(config, network)
  const index = database && 'version' in database.facts ? database.facts.index : null
  const isLive = config.recording === null && config.rpcEndpoints.length > 0
  const urls = config.rpcEndpoints
  const providers =
    isLive && network
      ? await Promise.all(
          urls.map((_, at) => {
            return probeProvider({ urls, at, network, index, rateLimit: config.rpcRateLimit })
          }),
        )
      : null
  const clocks = (providers ?? []).flatMap(({ facts, clock }) =>
    clock === null ? [] : [{ of: facts.name, seconds: clock }],
  )
  if (database?.clock != null) clocks.push({ of: 'the database', seconds: database.clock })
  return {
    machine: probeMachine(clocks),
    configuration,
    chain: network && chainFacts(config, network),
    database: database?.facts ?? null,
    providers: providers?.map(({ facts }) => facts) ?? null,
    portal: network && (await probePortal(config, network)),
  }
}

/** The configured database, or the embedded one if there is one; null: neither. */
async function probeAnyDatabase(
  config: Config,
  network: Network | null,
): Promise<DatabaseProbe | null> {
  if (config.dbUrl !== null) return probeDatabase(config.dbUrl, network, null)
  if (network === null) return null
  const isDemo = config.recording === null && config.rpcEndpoints.length === 0
  const recording = isDemo ? DEMO_RECORDING : config.recording
  const folder = join(config.dataDir, chainFolder(config, recording))
  if (!existsSync(folder)) return null
  try {
    return await withDatabase(config, (url) => probeDatabase(url, isDemo ? null : network, folder))
  } catch (error) {
    return { facts: knownError(error), clock: null }
  }
}

async function probePortal({ portalUrl }: Config, network: Network): Promise<Facts['portal']> {
  if (portalUrl === null) return null
  const url = redactUrl(portalUrl)
  const query = createPortalQuery({ url: portalUrl, timeoutMs: PORTAL_TIMEOUT_MS })
  const { startBlock, contracts } = network
  try {
    await query([contracts[0]!.address], startBlock, startBlock)
    return { url, reason: null }
  } catch (error) {
    return { url, reason: scrubText((error as Error).message, portalUrl) }
  }
}
