import { setTimeout as wait } from 'node:timers/promises'
import { outcomeOf, send } from './client.mjs'
import { childrenOf } from './product.mjs'

const FROZEN_MS = 20_000

/** All processes of Postgres stand still for 20 s, while queries come. */
export const FREEZING = {
  name: 'all processes of Postgres frozen for 20 s',
  seconds: 21,
  outcomes: ['503 DATABASE_SILENT', '503 NOT_READY', '200 DATA'],
  async run({ port, address, postmaster, count, signal }) {
    const frozen = [postmaster, ...childrenOf(postmaster)]
    for (const pid of frozen) process.kill(pid, 'SIGSTOP')
    const wake = () => {
      for (const pid of frozen) {
        try {
          process.kill(pid, 'SIGCONT')
        } catch {
          // It has ended.
        }
      }
    }
    process.once('exit', wake)
    setTimeout(wake, FROZEN_MS)
    let n = 0
    const asking = Array.from({ length: 20 }, async () => {
      while (!signal.aborted) {
        const body = { query: `{ a${n++}: operators(limit: 5) { id } }` }
        count(outcomeOf(await send({ port, address }, { body, deadlineMs: 15_000 })))
        await wait(50)
      }
    })
    await Promise.all(asking)
    process.off('exit', wake)
  },
}
