#!/usr/bin/env node
import './production'
import { Command } from 'commander'
import { type Config, readConfig } from '../config/env'
import { auditCommand } from './commands/audit'
import { configCommand } from './commands/config'
import { digestCommand } from './commands/digest'
import { doctorCommand } from './commands/doctor'
import { exportCommand } from './commands/export'
import { indexCommand } from './commands/index'
import { mcpCommand } from './commands/mcp'
import { migrateCommand } from './commands/migrate'
import { notifyCommand } from './commands/notify'
import { replayCommand } from './commands/replay'
import { rewindCommand } from './commands/rewind'
import { serveCommand } from './commands/serve'
import { snapshotCommand } from './commands/snapshot'
import { upCommand } from './commands/up'
import { loadDotEnv } from './dot-env'
import { describeFailure } from './failure'
import { redactorOf } from './log'
import { packageVersion } from './package-root'

let redact = (text: string) => text

function load(): Config {
  const fromFile = loadDotEnv('.env', process.env)
  const config = readConfig(process.env, fromFile)
  redact = redactorOf(config)
  return config
}

function fail(error: unknown): never {
  const { text, exitCode } = describeFailure(error, process.env.LINCHPIN_LOG_LEVEL === 'debug')
  console.error(redact(text))
  process.exit(exitCode)
}

async function main(): Promise<void> {
  const version = packageVersion()
  const program = new Command('linchpin')
    .description('Indexer and risk API for EigenLayer restaking')
    .version(version)
    .addCommand(upCommand(load))
    .addCommand(indexCommand(load))
    .addCommand(serveCommand(load))
    .addCommand(migrateCommand(load))
    .addCommand(auditCommand(load))
    .addCommand(exportCommand(load))
    .addCommand(digestCommand(load))
    .addCommand(rewindCommand(load))
    .addCommand(snapshotCommand(load, version))
    .addCommand(notifyCommand(load))
    .addCommand(replayCommand())
    .addCommand(mcpCommand(version))
    .addCommand(configCommand(load))
    .addCommand(doctorCommand(load, version))
  await program.parseAsync()
  // Connections that a library keeps open must not keep a finished command running.
  process.exit()
}

process.on('uncaughtException', fail)
main().catch(fail)
