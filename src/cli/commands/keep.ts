import { join } from 'node:path'
import { Argument, Command } from 'commander'
import { EXIT } from '../../errors'
import type { FailureReport } from '../failure'
import { say } from '../say'
import { addressOf, SERVED, type Served } from '../served'
import { untilShutdown } from '../shutdown'
import { type StandIn, startStandIn } from '../stand-in'
import { supervise } from '../supervise'

/** Codes after which a restart would end as the first start did: a person must act. */
const NEEDS_A_PERSON: readonly number[] = [EXIT.DATA, EXIT.BUG, EXIT.CONFIG]

/**
 * `linchpin keep COMMAND`: the first process of a container. It restarts the command by its exit code, which the engine of the
 * container does not look at.
 */
export function keepCommand(): Command {
  return new Command('keep')
    .description(
      'run index, serve or notify, start it again after exit 69, and after 65, 70 and 78 say why on its port',
    )
    .addArgument(new Argument('<command>', 'what to run').choices(SERVED))
    .argument('[options...]', 'options of the command, after --')
    .action(async (command: Served, options: string[]) => {
      process.exitCode = await keep(command, options)
    })
}

/** @returns the exit code: 0 after a shutdown signal */
async function keep(command: Served, options: readonly string[]): Promise<number> {
  const shutdown = untilShutdown()
  let failed: FailureReport['failed'] | null = null
  const onReport = (_: string, report: unknown) => {
    failed = (Object(report) as Partial<FailureReport>).failed ?? failed
  }
  const child = {
    name: command,
    module: join(__dirname, '../main.js'),
    args: [command, ...options],
    env: process.env,
    restart: true,
    isAlone: true,
  }
  const supervisor = supervise([child], say, onReport)
  let standIn: StandIn | null = null
  const ended = supervisor.ended.then(async (code) => {
    if (!NEEDS_A_PERSON.includes(code)) return code
    const reason = failed ?? {
      code: null,
      message: `${command} exited with ${code}`,
      hint: 'see its log',
    }
    say(
      `${command} is not started again: ${reason.code ?? `exit ${code}`} needs a person; ${reason.hint}`,
    )
    standIn = await startStandIn(addressOf(command, process.env), reason)
    return new Promise<never>(() => {})
  })
  const code = await Promise.race([shutdown.then(() => EXIT.OK), ended])
  await supervisor.stop()
  await (standIn as StandIn | null)?.close()
  return code
}
