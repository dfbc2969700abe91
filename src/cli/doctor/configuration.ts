import { existsSync, readFileSync, statSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Config } from '../../config/env'
import { networkOf } from '../../config/network-of'
import type { Network } from '../../config/networks'
import { VARIABLES } from '../../config/variables'
import type { KnownError } from '../../doctor/check'
import type { ChainFacts, ConfigurationFacts } from '../../doctor/facts'
import { errorOf } from './known-error'

const NO_FILES = { deployment: null, labels: null, prices: null, rules: null, recording: null }

/** Facts of a configuration that cannot be read. */
export function refusedConfiguration(refused: KnownError): ConfigurationFacts {
  const nothing = { source: 'none', files: NO_FILES, ports: [], defaultPasswordAt: null } as const
  return { refused, dotEnv: dotEnvOf(process.env), ...nothing }
}

/** @param network null: its deployment file cannot be read */
export async function probeConfiguration(
  config: Config,
  network: Network | null,
): Promise<ConfigurationFacts> {
  const { recording, rpcEndpoints } = config
  const hasProviders = rpcEndpoints.length > 0
  return {
    refused: null,
    dotEnv: dotEnvOf(process.env),
    source: recording !== null ? 'recording' : hasProviders ? 'providers' : 'none',
    files: await fileErrors(config, network?.chainId ?? 1),
    ports: portsOf(config),
    defaultPasswordAt: defaultPasswordAt(config),
  }
}

/** The network to index; null: its file cannot be read, which `probeConfiguration` says. */
export function configuredNetwork(config: Config): Network | null {
  try {
    return networkOf(config, config.recording)
  } catch {
    return null
  }
}

export function chainFacts(config: Config, network: Network): ChainFacts {
  return {
    chainId: network.chainId,
    network: network.name,
    startBlock: network.startBlock,
    isPublic: network.name !== 'custom',
    maxLagSeconds: config.maxLagSeconds,
    rateLimit: config.rpcRateLimit,
  }
}

async function fileErrors(config: Config, chainId: number): Promise<ConfigurationFacts['files']> {
  const { labelFiles, priceFile, notify, recording } = config
  const { readLabels } = await import('../../reads/files/labels.js')
  const { readPriceFile } = await import('../../reads/files/prices.js')
  const { readRulesFile } = await import('../../notify/rules/file.js')
  const { loadRecording } = await import('../../chain/recording/recording.js')
  const { rulesFile } = notify
  return {
    deployment: await errorOf(() => networkOf(config, recording)),
    labels: await errorOf(() => readLabels(labelFiles)(chainId)),
    prices: await errorOf(() => priceFile !== null && readPriceFile(priceFile)),
    rules: await errorOf(() => rulesFile !== null && readRulesFile(rulesFile)),
    recording: await errorOf(() => recording !== null && loadRecording(recording)),
  }
}

function portsOf({ gqlPort, prometheusPort, notify }: Config): ConfigurationFacts['ports'] {
  const ports = [
    { name: 'GQL_PORT', port: gqlPort },
    { name: 'LINCHPIN_NOTIFY_PORT', port: notify.port },
  ]
  if (prometheusPort !== null) {
    ports.push({ name: 'PROCESSOR_PROMETHEUS_PORT', port: prometheusPort })
  }
  return ports
}

function defaultPasswordAt({ dbUrl }: Config): string | null {
  if (dbUrl === null) return null
  const { username, password, hostname } = new URL(dbUrl)
  return username !== '' && (password === 'postgres' || password === username)
    ? hostname || 'a local socket'
    : null
}

function dotEnvOf(env: NodeJS.ProcessEnv): ConfigurationFacts['dotEnv'] {
  if (!existsSync('.env')) return null
  const values = parseEnv(readFileSync('.env', 'utf8'))
  const known = VARIABLES.filter(({ name }) => (values[name] ?? '') !== '')
  return {
    // Windows has other rights than these.
    mode: process.platform === 'win32' ? null : statSync('.env').mode & 0o777,
    holdsSecrets: known.some(({ secrecy }) => secrecy !== 'open'),
    shadowed: known.filter(({ name }) => env[name] !== values[name]).map(({ name }) => name),
  }
}
