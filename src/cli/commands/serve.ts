import { Command } from 'commander'
import type { Config } from '../../config/env'
import { createLogger } from '../log'
import { needDatabase } from '../needs'
import { untilShutdown } from '../shutdown'

/** Message of `serve` to the `up` that started it. */
export interface ServeReport {
  ready: string
}

/** `linchpin serve`: serves the API on the configured database, read-only. */
export function serveCommand(load: () => Config): Command {
  return new Command('serve').description('serve the API, read-only').action(async () => {
    const config = load()
    const databaseUrl = needDatabase(config)
    const logger = createLogger(config)
    const shutdown = untilShutdown()
    const { startApi } = await import('../../api/server.js')
    const { gqlHost: host, gqlPort: port, labelFiles, priceFile, maxLagSeconds, edge } = config
    const { knownMigrations } = await import('../migrations.js')
    const { RULES } = await import('../../ledger/rules.js')
    const version = { migrations: knownMigrations().map(({ name }) => name), rules: RULES }
    const files = { labelFiles, priceFile }
    const api = await startApi({
      databaseUrl,
      host,
      port,
      ...files,
      logger,
      version,
      edge,
      maxLagSeconds,
    })
    logger.info({ url: api.url }, 'API is ready')
    process.send?.({ ready: api.url } satisfies ServeReport)
    await shutdown
    await api.close()
  })
}
