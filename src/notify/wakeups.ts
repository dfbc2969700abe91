import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** Wakes those that wait for new messages. */
export class Wakeups {
  private readonly emitter = new EventEmitter().setMaxListeners(0)
  /** How often it woke: who has read since an older count has not missed one. */
  count = 0

  /** There are new messages. */
  wake(): void {
    this.count += 1
    this.emitter.emit('wake')
  }

  /**
   * Resolves when it woke after `seen`, after `maxMs`, or when `signal` is aborted.
   * @param seen `count` before the caller read
   */
  async after(seen: number, signal: AbortSignal, maxMs = 5_000): Promise<void> {
    if (this.count !== seen) return
    const stop = new AbortController()
    const any = AbortSignal.any([signal, stop.signal])
    const woken = once(this.emitter, 'wake', { signal: any }).catch(() => {})
    await Promise.race([woken, sleep(maxMs, undefined, { signal: any }).catch(() => {})])
    stop.abort()
  }

  /** Resolves after `ms`, or when `signal` is aborted. */
  async pause(ms: number, signal: AbortSignal): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => {})
  }
}
