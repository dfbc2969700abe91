import { join } from 'node:path'
import { Command } from 'commander'
import type { Config } from '../../config/env'
import { networkOf } from '../../config/network-of'
import { EXIT } from '../../errors'
import { chainFolder } from '../chain-folder'
import { withDemoFiles } from '../demo-files'
import { DEMO_RECORDING } from '../package-root'
import { say } from '../say'
import { untilShutdown } from '../shutdown'
import { type ChildSpec, supervise } from '../supervise'
import type { ServeReport } from './serve'

/** `linchpin up`: runs database, indexer and API in one process tree. */
export function upCommand(load: () => Config): Command {
  return new Command('up')
    .description('run database, indexer and API')
    .option('--recording <dir>', 'index a recorded chain instead of RPC_ENDPOINT')
    .action(async (options: { recording?: string }) => {
      const config = load()
      process.exitCode = await up(config, recordingOf(config, options.recording))
    })
}

function recordingOf(config: Config, option: string | undefined): string | null {
  const recording = option ?? config.recording
  if (recording !== null || config.rpcEndpoints.length > 0) return recording
  say('RPC_ENDPOINT is not set: indexing the recorded chain that comes with Linchpin')
  return DEMO_RECORDING
}

/** @returns the exit code: 0 after a shutdown signal, else that of the child that ended */
async function up(config: Config, recordingDir: string | null): Promise<number> {
  const shutdown = untilShutdown()
  // Checks the deployment before a database is created for it.
  networkOf(config, recordingDir)
  const { startEmbeddedPostgres } = await import('../postgres.js')
  const { describeWaiting, migrate } = await import('../migrations.js')
  const dataDir = join(config.dataDir, chainFolder(config, recordingDir))
  const embedded =
    config.dbUrl === null ? await startEmbeddedPostgres({ dataDir, print: say }) : null
  try {
    const databaseUrl = embedded?.url ?? config.dbUrl!
    await migrate(databaseUrl, undefined, (waiting) => say(describeWaiting(waiting)))
    const lost = embedded?.lost.then(() => {
      say('the embedded Postgres ended; see server.log in its folder')
      return EXIT.UNAVAILABLE
    })
    const supervisor = supervise(children(databaseUrl, recordingDir), say, printUrl)
    const stopped = shutdown.then(() => EXIT.OK)
    const exitCode = await Promise.race([stopped, supervisor.ended, ...(lost ? [lost] : [])])
    await supervisor.stop()
    return exitCode
  } finally {
    await embedded?.stop()
  }
}

function children(databaseUrl: string, recordingDir: string | null): ChildSpec[] {
  const module = join(__dirname, '../main.js')
  const given = { ...process.env, DB_URL: databaseUrl }
  const env = recordingDir === DEMO_RECORDING ? withDemoFiles(given) : given
  const recording = recordingDir === null ? [] : ['--recording', recordingDir]
  return [
    { name: 'index', module, args: ['index', ...recording], env, restart: true },
    { name: 'serve', module, args: ['serve'], env, restart: false },
  ]
}

function printUrl(_: string, report: unknown): void {
  const { ready } = Object(report) as Partial<ServeReport>
  if (ready !== undefined) console.log(`GraphQL: ${new URL('/graphql', ready)}`)
}
