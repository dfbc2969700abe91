import { Argument, Command } from 'commander'
import type { Config } from '../../config/env'
import { EXIT, LinchpinError } from '../../errors'
import { addressOf, SERVED, type Served } from '../served'

const TIMEOUT_MS = 3_000
/** Of an answer that says why. */
const MAX_REASON = 500

/** `linchpin health`: whether a command on this machine answers; for health checks of containers. */
export function healthCommand(load: () => Config): Command {
  return new Command('health')
    .description('whether the command on this machine answers, by its exit code: 0 or 1')
    .addArgument(new Argument('[command]', 'which one').choices(SERVED).default('serve'))
    .action(async (command: Served) => {
      load()
      process.exitCode = await check(command)
    })
}

async function check(command: Served): Promise<number> {
  const { host, port, path } = addressOf(command, process.env)
  if (port === null) {
    const hint = 'set PROCESSOR_PROMETHEUS_PORT for the indexer and for this command'
    throw new LinchpinError('LP1009', 'the indexer has no port to ask', hint, EXIT.CONFIG)
  }
  const url = `http://${reachable(host)}:${port}${path}`
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    const text = await response.text()
    if (response.ok) return EXIT.OK
    console.log(`${url}: ${response.status} ${text.slice(0, MAX_REASON)}`)
  } catch (error) {
    const { name, cause, message } = error as Error
    console.log(`${url}: ${name === 'TimeoutError' ? 'no answer' : Object(cause).code || message}`)
  }
  return EXIT.FAILED
}

/** A server on all addresses is on loopback, too. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
