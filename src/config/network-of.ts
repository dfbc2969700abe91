import { join } from 'node:path'
import { feedContract, readDeployment, readPriceFeeds } from './deployment'
import type { Config } from './env'
import { fingerprint } from './fingerprint'
import type { Network, PriceFeed } from './networks'
import { HOLESKY } from './networks/holesky'
import { HOODI } from './networks/hoodi'
import { MAINNET } from './networks/mainnet'
import { SEPOLIA } from './networks/sepolia'

/** The deployments that are built in. */
export const KNOWN_NETWORKS = {
  mainnet: MAINNET,
  holesky: HOLESKY,
  hoodi: HOODI,
  sepolia: SEPOLIA,
} as const satisfies Record<string, Network>

/**
 * The deployment to index: that of the recording if there is one, else the configured network. LINCHPIN_FINALITY takes
 * precedence over its finality.
 *
 * @param recordingDir folder with a deployment.json, or null
 * @throws LinchpinError LP1003 if a deployment file cannot be used
 */
export function networkOf(config: NetworkConfig, recordingDir: string | null): Network {
  const network = deploymentOf(config, recordingDir)
  if (!config.priceFeedFile) return network
  return withFeeds(network, readPriceFeeds(config.priceFeedFile))
}

/**
 * The network as an index follows it: with the contracts of earlier versions if one of them began it.
 * @param deployment fingerprint that the index has; null: there is none
 */
export function networkOfIndex(network: Network, deployment: string | null): Network {
  const { earlier } = network
  if (!earlier || deployment !== fingerprint(earlier)) return network
  const followed = new Set(earlier.contracts.map(({ address }) => address))
  const notFollowed = network.contracts.filter(({ address }) => !followed.has(address))
  return { ...earlier, notFollowed }
}

function withFeeds(network: Network, feeds: readonly PriceFeed[]): Network {
  const { earlier } = network
  return {
    ...network,
    contracts: [...network.contracts, ...feeds.map(feedContract)],
    priceFeeds: [...(network.priceFeeds ?? []), ...feeds],
    ...(earlier && { earlier: withFeeds(earlier, feeds) }),
  }
}

type NetworkConfig = Pick<Config, 'network' | 'deploymentFile' | 'finality'> & {
  priceFeedFile?: string | null
}

function deploymentOf(config: NetworkConfig, recordingDir: string | null): Network {
  const { network, deploymentFile, finality } = config
  if (recordingDir !== null) {
    return readDeployment(join(recordingDir, 'deployment.json'), { finality })
  }
  // readConfig guarantees that a custom network has a file.
  if (network === 'custom') return readDeployment(deploymentFile!, { finality })
  const known: Network = KNOWN_NETWORKS[network]
  return finality === null ? known : withFinality(known, finality)
}

function withFinality(network: Network, finality: number): Network {
  const { earlier } = network
  return { ...network, finality, ...(earlier && { earlier: withFinality(earlier, finality) }) }
}
