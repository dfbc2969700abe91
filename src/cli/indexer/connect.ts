import type { Logger } from 'pino'
import { assertChain } from '../../chain/provider/assert-chain'
import { createRpc, type Rpc } from '../../chain/provider/rpc'
import { waitForProviders } from '../../chain/provider/wait-for-providers'
import { loadRecording } from '../../chain/recording/recording'
import { startReplay } from '../../chain/recording/replay'
import type { Config } from '../../config/env'
import type { Network } from '../../config/networks'

/** Where the chain is read from. */
export interface Source {
  config: Config
  /** Folder of a recorded chain; null: the chain behind RPC_ENDPOINT, which must be set. */
  recordingDir: string | null
}

/**
 * A client for the providers of the network, or for a recording, which is served on loopback so that it is read the same
 * way. Providers that do not answer yet are waited for, as the database is.
 * @throws LinchpinError LP2002 for another chain; LP2010 if no provider answers in time; LP2001 to LP2007 for a bad recording
 */
export async function connect(source: Source, network: Network, logger: Logger): Promise<Rpc> {
  const { config, recordingDir } = source
  const urls = recordingDir === null ? config.rpcEndpoints : [await serveRecording(recordingDir)]
  await waitForProviders(() => assertChain(urls, network.chainId, network.name, 1), { logger })
  return createRpc({
    urls,
    rateLimit: config.rpcRateLimit,
    chain: { id: network.chainId, name: network.name },
    logger,
  })
}

async function serveRecording(dir: string): Promise<string> {
  return (await startReplay(await loadRecording(dir))).url
}
