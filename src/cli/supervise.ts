import { type ChildProcess, fork } from 'node:child_process'
import { EXIT } from '../errors'

/** Pauses before a child is restarted. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]
/** After this time a child counts as healthy, and the pauses begin anew. */
const HEALTHY_AFTER_MS = 60_000
/** How long children may take to stop; the whole program has 10 s. */
const STOP_TIMEOUT_MS = 6_000

export interface ChildSpec {
  name: string
  /** Path of the script. */
  module: string
  args: string[]
  env: NodeJS.ProcessEnv
  /** Whether it is restarted after exit code 69, too. */
  restart: boolean
  /** There are no other processes that could keep running without it. */
  isAlone?: boolean
}

/** Message of a child that is about to end: the other children can keep running without it. */
export const OTHERS_KEEP_RUNNING = { othersKeepRunning: true }

export interface Supervisor {
  /** Resolves with the exit code of the first child that ends, is not restarted, and that the others need. */
  ended: Promise<number>
  /** Stops all children: SIGTERM, then SIGKILL after a timeout. */
  stop(): Promise<void>
}

/**
 * Runs child processes as long as this process: they have a channel to it, and stop when it closes.
 * @param print called with messages for the user
 * @param onReport called with what a child sent by `process.send`
 */
export function supervise(
  specs: readonly ChildSpec[],
  print: (message: string) => void,
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
      // In its own process group: on Ctrl-C it gets one signal, from us, not also one from the terminal.
      detached: process.platform !== 'win32',
    })
    running.add(child)
    let othersKeepRunning = false
    child.on('message', (report) => {
      if (Object(report).othersKeepRunning) othersKeepRunning = true
      else onReport(spec.name, report)
    })
    child.on('error', (error) => print(`${spec.name}: ${error.message}`))
    // Code null: a signal ended it, such as that of a system without memory. Codes but 69 need a person: data, configuration, a
    // defect, which would happen again. Not 'exit', which may be emitted before the last message of the child.
    child.on('close', (code, signal) => {
      running.delete(child)
      if (stopping) return
      if (code === null || (spec.restart && code === EXIT.UNAVAILABLE)) {
        const next = performance.now() - started > HEALTHY_AFTER_MS ? 0 : attempt
        const pause = pauses[Math.min(next, pauses.length - 1)]!
        const killed = code === null ? ` was ended by ${signal}, and` : ''
        print(`${spec.name}${killed} restarts in ${pause / 1000} s`)
        const timer = setTimeout(() => {
          timers.delete(timer)
          start(spec, next + 1)
        }, pause)
        timers.add(timer)
        return
      }
      print(
        `${spec.name} exited with ${code}${othersKeepRunning && !spec.isAlone ? '; the other processes keep running' : ''}`,
      )
      if (!othersKeepRunning || spec.isAlone) end(code)
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
