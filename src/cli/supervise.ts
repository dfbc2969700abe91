import { type ChildProcess, fork } from 'node:child_process'
import { EXIT } from '../errors'

/** Steps of the pause before a child that found something unavailable is started again. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]
/** A child that ran for so long was well: its next pause is a short one. */
const WELL_AFTER_MS = 60_000
/** How long children may take to stop; the whole program promises 10 s. */
const STOP_TIMEOUT_MS = 6_000

export interface ChildSpec {
  name: string
  /** Path of the script. */
  module: string
  args: string[]
  env: NodeJS.ProcessEnv
  /** Whether exit code 69 starts it again after a pause. */
  restart: boolean
}

/** What a child sends before it ends with a state that the others can go on serving. */
export const OTHERS_GO_ON = { othersGoOn: true }

export interface Supervisor {
  /** Resolves with the exit code of the first child that ended, is not started again, and without which nothing goes on. */
  ended: Promise<number>
  /** Stops all children: SIGTERM, after a while SIGKILL. */
  stop(): Promise<void>
}

/**
 * Starts children that live as long as this process: they have a channel to it, and stop when it closes.
 * @param onMessage what a person should know
 * @param onReport what a child sent with `process.send`
 */
export function supervise(
  specs: readonly ChildSpec[],
  onMessage: (message: string) => void,
  onReport: (name: string, report: unknown) => void,
  pauses: readonly number[] = PAUSES_MS,
): Supervisor {
  const running = new Set<ChildProcess>()
  const timers = new Set<NodeJS.Timeout>()
  let stopping = false
  let end: (code: number) => void
  const ended = new Promise<number>((resolve) => {
    end = resolve
  })

  const start = (spec: ChildSpec, attempt: number) => {
    const started = performance.now()
    const child = fork(spec.module, spec.args, {
      env: spec.env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A group of its own: on Ctrl-C it gets one signal, from us, not also one from the terminal.
      detached: process.platform !== 'win32',
    })
    running.add(child)
    let othersGoOn = false
    child.on('message', (report) => {
      if (Object(report).othersGoOn) othersGoOn = true
      else onReport(spec.name, report)
    })
    child.on('error', (error) => onMessage(`${spec.name}: ${error.message}`))
    // Not 'exit', which may come before what the child sent last has been read.
    child.on('close', (code, signal) => {
      running.delete(child)
      if (stopping) return
      if (spec.restart && code === EXIT.UNAVAILABLE) {
        const next = performance.now() - started > WELL_AFTER_MS ? 0 : attempt
        const pause = pauses[Math.min(next, pauses.length - 1)]!
        onMessage(`${spec.name} is started again in ${pause / 1000} s`)
        const timer = setTimeout(() => {
          timers.delete(timer)
          start(spec, next + 1)
        }, pause)
        timers.add(timer)
        return
      }
      onMessage(
        `${spec.name} ended with ${code ?? signal}${othersGoOn ? '; the rest goes on' : ''}`,
      )
      if (!othersGoOn) end(code ?? EXIT.BUG)
    })
  }
  for (const spec of specs) start(spec, 0)

  const stop = async () => {
    stopping = true
    for (const timer of timers) clearTimeout(timer)
    await Promise.all([...running].map(stopChild))
  }
  return { ended, stop }
}

function stopChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    child.once('close', () => {
      clearTimeout(kill)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
