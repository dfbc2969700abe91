#!/usr/bin/env node
import './production'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { type Config, readConfig } from '../config/env'
import { auditCommand } from './commands/audit'
import { configCommand } from './commands/config'
import { digestCommand } from './commands/digest'
import { indexCommand } from './commands/index'
import { migrateCommand } from './commands/migrate'
import { notifyCommand } from './commands/notify'
import { replayCommand } from './commands/replay'
import { rewindCommand } from './commands/rewind'
import { serveCommand } from './commands/serve'
import { upCommand } from './commands/up'
import { loadDotEnv } from './dot-env'
import { describeFailure } from './failure'
import { redactorOf } from './log'
import { PACKAGE_ROOT } from './package-root'

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
  const { version } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'))
  const program = new Command('linchpin')
    .description('Indexer and risk API for EigenLayer restaking')
    .version(version)
    .addCommand(upCommand(load))
    .addCommand(indexCommand(load))
    .addCommand(serveCommand(load))
    .addCommand(migrateCommand(load))
    .addCommand(auditCommand(load))
    .addCommand(digestCommand(load))
    .addCommand(rewindCommand(load))
    .addCommand(notifyCommand(load))
    .addCommand(replayCommand())
    .addCommand(configCommand(load))
  await program.parseAsync()
  // Connections that a library keeps open must not keep a finished command running.
  process.exit()
}

process.on('uncaughtException', fail)
main().catch(fail)
