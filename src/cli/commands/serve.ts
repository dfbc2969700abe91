import { availableParallelism } from 'node:os'
import { Command } from 'commander'
import type { Logger } from 'pino'
import type { ProofMaker } from '../../api/jobs/proof'
import type { Config } from '../../config/env'
import { createLogger } from '../log'
import { needDatabase } from '../needs'
import { packageVersion } from '../package-root'
import { untilShutdown } from '../shutdown'

/** Message of `serve` to the `up` that started it. */
export interface ServeReport {
  ready: string
}

/** Somebody who asks the first question of an hour does not wait for a thread. */
const KEPT_THREADS = 1

/** `linchpin serve`: serves the API on the configured database, read-only. */
export function serveCommand(load: () => Config): Command {
  return new Command('serve').description('serve the API, read-only').action(async () => {
    const config = load()
    const databaseUrl = needDatabase(config)
    const logger = createLogger(config)
    const shutdown = untilShutdown()
    const { keepHeapsSmall } = await import('../../api/heaps.js')
    keepHeapsSmall()
    const { startApi } = await import('../../api/server.js')
    const { operationTimeoutMs, apiWorkers } = config
    const { DEFAULT_LIMITS } = await import('../../api/limits.js')
    const threads = apiWorkers ?? (availableParallelism() > 2 ? 2 : 1)
    const { gqlHost: host, gqlPort: port, labelFiles, priceFile, explorerUrl, publicUrl } = config
    const { maxLagSeconds, edge } = config
    const { UNREAD_SECONDS } = await import('../../export/limits.js')
    const { knownVersion } = await import('../known-version.js')
    const { exportEndpoint } = await import('../../export/http/endpoint.js')
    const files = { labelFiles, priceFile, explorerUrl }
    const api = await startApi({
      databaseUrl,
      host,
      port,
      ...files,
      publicUrl,
      limits: {
        operationTimeoutMs,
        workers: { ...DEFAULT_LIMITS.workers, threads, kept: KEPT_THREADS },
      },
      logger,
      version: knownVersion(),
      edge,
      maxLagSeconds,
      release: packageVersion(),
      proofs: await proofsOf(config, databaseUrl, logger),
      mounts: [exportEndpoint({ ...config.exports, unreadSeconds: UNREAD_SECONDS })],
    })
    logger.info({ url: api.url }, 'API is listening')
    process.send?.({ ready: api.url } satisfies ServeReport)
    await shutdown
    await api.close()
  })
}

/** What proves figures for clients; null: no provider is configured for it. @throws LinchpinError LP1003 for a deployment file */
async function proofsOf(
  config: Config,
  databaseUrl: string,
  logger: Logger,
): Promise<ProofMaker | null> {
  const { proveEndpoints: rpcEndpoints, rpcRateLimit } = config
  if (rpcEndpoints.length === 0) return null
  const { networkOf } = await import('../../config/network-of.js')
  const { ProofThreads } = await import('../prove/proof-threads.js')
  const network = networkOf(config, null)
  return new ProofThreads({ rpcEndpoints, rpcRateLimit, network, databaseUrl }, logger)
}
