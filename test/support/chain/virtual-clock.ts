import type { Clock } from '../../../src/chain/provider/clock'

/** Turns of the event loop without work before time advances. */
const QUIET_TURNS = 4

/**
 * A clock whose time advances to the end of the next wait as soon as no request is in flight: waits of minutes take no time,
 * and a server gets each request at the time at which it was sent. `close` restores the real fetch.
 */
export function virtualClock(): Clock & { close(): void } {
  const realFetch = globalThis.fetch
  const sleepers: { at: number; wake: () => void }[] = []
  let time = 0
  let requests = 0
  let quiet = 0
  let isTurning = false

  globalThis.fetch = async (input, init) => {
    requests += 1
    try {
      const response = await realFetch(input, init)
      const body = await response.arrayBuffer()
      return new Response(body, { status: response.status, headers: response.headers })
    } finally {
      requests -= 1
    }
  }

  function turn(): void {
    quiet = requests === 0 ? quiet + 1 : 0
    if (quiet > QUIET_TURNS) {
      quiet = 0
      const next = sleepers.sort((a, b) => a.at - b.at).shift()
      if (next) {
        time = Math.max(time, next.at)
        next.wake()
      }
    }
    isTurning = sleepers.length > 0
    if (isTurning) setImmediate(turn)
  }

  return {
    now: () => time,
    random: () => 0.5,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const sleeper = { at: time + ms, wake: resolve as () => void }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          const at = sleepers.indexOf(sleeper)
          if (at >= 0) sleepers.splice(at, 1)
          reject(signal.reason)
        })
        if (!isTurning) setImmediate(turn)
        isTurning = true
      }),
    close: () => {
      globalThis.fetch = realFetch
    },
  }
}
