import { Command } from 'commander'
import type { Client } from 'pg'
import type { Config } from '../../config/env'
import { createLogger } from '../log'
import { connectMigrated } from '../migrations'
import { untilShutdown } from '../shutdown'
import { withDatabase } from '../with-database'

/** `linchpin notify`: serves the feed, evaluates alert rules and sends webhooks. */
export function notifyCommand(load: () => Config): Command {
  return new Command('notify')
    .description('deliver changes: serve GET /feed, evaluate alert rules, send webhooks')
    .action(() => {
      const config = load()
      return withDatabase(config, (databaseUrl) => deliver(config, databaseUrl))
    })
    .addCommand(deadCommand(load))
    .addCommand(resendCommand(load))
}

async function deliver(config: Config, databaseUrl: string): Promise<void> {
  const { rulesFile, port, maxListeners, addresses } = config.notify
  const { readRulesFile } = await import('../../notify/rules/file.js')
  const file = rulesFile === null ? { rules: [], receivers: [] } : readRulesFile(rulesFile)
  const logger = createLogger(config)
  const shutdown = untilShutdown()
  await (await connectMigrated(databaseUrl, 60_000)).end()
  const { startNotify } = await import('../../notify/notify.js')
  const notify = await startNotify({
    databaseUrl,
    host: config.gqlHost,
    port,
    edge: config.edge,
    maxListeners,
    maxLagSeconds: config.maxLagSeconds,
    file,
    allowPrivate: addresses === 'any',
    logger,
  })
  const counts = { rules: file.rules.length, receivers: file.receivers.length }
  logger.info({ url: notify.url, ...counts }, 'notify is ready')
  try {
    await Promise.race([shutdown, notify.failed])
  } catch (error) {
    throw (await import('../failure.js')).databaseFailure(error) ?? error
  } finally {
    await notify.close()
  }
}

function deadCommand(load: () => Config): Command {
  return new Command('dead')
    .description('list messages that a receiver did not take, as JSON lines')
    .action(() =>
      withClient(load(), async (client) => {
        const { readDead } = await import('../../store/notify/receivers.js')
        for (const letter of await readDead(client)) console.log(JSON.stringify(letter))
      }),
    )
}

function resendCommand(load: () => Config): Command {
  return new Command('resend')
    .description('have the running `linchpin notify` send such messages again')
    .argument('[ids...]', 'ids of `notify dead`; none: all')
    .action((ids: string[]) =>
      withClient(load(), async (client) => {
        const { markForResending } = await import('../../store/notify/receivers.js')
        const count = await markForResending(client, ids.length === 0 ? null : ids)
        console.log(`${count} ${count === 1 ? 'message' : 'messages'} will be sent again`)
      }),
    )
}

function withClient(config: Config, use: (client: Client) => Promise<void>): Promise<void> {
  return withDatabase(config, async (databaseUrl) => {
    const { createNotifySchema } = await import('../../store/notify/schema.js')
    const client = await connectMigrated(databaseUrl, 0)
    try {
      await createNotifySchema(client)
      await use(client)
    } finally {
      await client.end()
    }
  })
}
