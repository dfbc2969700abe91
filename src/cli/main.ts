#!/usr/bin/env node
import './production'
import { Command } from 'commander'
import { type Config, readConfig } from '../config/env'
import { auditCommand } from './commands/audit'
import { configCommand } from './commands/config'
import { digestCommand } from './commands/digest'
import { doctorCommand } from './commands/doctor'
import { exportCommand } from './commands/export'
import { healthCommand } from './commands/health'
import { indexCommand } from './commands/index'
import { keepCommand } from './commands/keep'
import { mcpCommand } from './commands/mcp'
import { migrateCommand } from './commands/migrate'
import { notifyCommand } from './commands/notify'
import { promoteCommand } from './commands/promote'
import { provableCommand } from './commands/provable'
import { proveCommand } from './commands/prove'
import { replayCommand } from './commands/replay'
import { rewindCommand } from './commands/rewind'
import { serveCommand } from './commands/serve'
import { snapshotCommand } from './commands/snapshot'
import { upCommand } from './commands/up'
import { verifyProofCommand } from './commands/verify-proof'
import { loadDotEnv } from './dot-env'
import { describeFailure, type FailureReport } from './failure'
import { redactorOf } from './log'
import { packageVersion } from './package-root'
import { isJsonLog, jsonLine } from './say'

let redact = (text: string) => text
/** Variables that .env set. */
let fromFile: ReadonlySet<string> = new Set()

function load(): Config {
  const config = readConfig(process.env, fromFile)
  redact = redactorOf(config)
  return config
}

function fail(error: unknown): void {
  const debug = process.env.LINCHPIN_LOG_LEVEL === 'debug'
  const { text, exitCode, code, message, hint } = describeFailure(error, debug)
  const line = isJsonLog() ? jsonLine('fatal', { code, hint, exitCode }, message) : text
  console.error(redact(line))
  const failed = { code, message: redact(message), hint: redact(hint) }
  // A parent that stays says why.
  if (process.connected)
    process.send!({ failed } satisfies FailureReport, () => process.exit(exitCode))
  else process.exit(exitCode)
}

/** What node and the parser of the command line write by themselves becomes lines of the log, too. */
function writeJson(program: Command): void {
  process.removeAllListeners('warning')
  process.on('warning', ({ name, message }) => {
    console.error(redact(jsonLine('warn', { name, warning: message }, 'warning of Node')))
  })
  for (const command of [program, ...program.commands.flatMap(withParts)]) {
    command.configureOutput({
      writeErr: (text) => console.error(jsonLine('error', {}, text.trim())),
    })
  }
}

function withParts(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withParts)]
}

async function main(): Promise<void> {
  fromFile = loadDotEnv('.env', process.env)
  const version = packageVersion()
  const program = new Command('linchpin')
    .description('Indexer and risk API for EigenLayer restaking')
    .version(version)
    .addCommand(upCommand(load))
    .addCommand(indexCommand(load))
    .addCommand(serveCommand(load))
    .addCommand(migrateCommand(load))
    .addCommand(auditCommand(load, version))
    .addCommand(proveCommand(load))
    .addCommand(verifyProofCommand())
    .addCommand(provableCommand(load))
    .addCommand(exportCommand(load))
    .addCommand(digestCommand(load))
    .addCommand(rewindCommand(load))
    .addCommand(promoteCommand(load))
    .addCommand(snapshotCommand(load, version))
    .addCommand(notifyCommand(load))
    .addCommand(replayCommand())
    .addCommand(mcpCommand(version))
    .addCommand(keepCommand())
    .addCommand(healthCommand(load))
    .addCommand(configCommand(load))
    .addCommand(doctorCommand(load, version))
  if (isJsonLog()) writeJson(program)
  await program.parseAsync()
  // Connections that a library keeps open must not keep a finished command running.
  process.exit()
}

process.on('uncaughtException', fail)
main().catch(fail)
