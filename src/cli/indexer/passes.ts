import { fork } from 'node:child_process'
import { once } from 'node:events'
import { EXIT } from '../../errors'

/** Message of a pass that found invalid blocks: the next start rolls them back and reads them again. */
export const RUN_AGAIN = { runAgain: true }

/** Option of the command that makes it one pass; its user does not give it. */
export const ONE_PASS = '--one-pass'

/**
 * Runs this command again and again, each pass in a process of its own, until one does not ask for another. Each of them
 * marks blocks that no earlier one did, so there is an end.
 * @param shutdown ends the pass
 * @returns the exit code of the last pass
 */
export async function runPasses(shutdown: Promise<void>): Promise<number> {
  let isStopping = false
  for (;;) {
    const [, script, ...args] = process.argv
    const child = fork(script!, [...args, ONE_PASS])
    let again = false
    child.on('message', (message) => {
      if (Object(message).runAgain) again = true
    })
    shutdown.then(() => {
      isStopping = true
      child.kill('SIGTERM')
    })
    const [code] = await once(child, 'close')
    // Ended by a signal: nothing is lost, and another run goes on from there.
    if (!again || isStopping) return code ?? EXIT.UNAVAILABLE
  }
}
