import { setTimeout } from 'node:timers/promises'

/** Time and randomness, replaced in tests so that they need not sleep. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number
  /** Throws the reason of `signal` when it aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
  /** A number in [0, 1). */
  random(): number
}

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  wait: (ms, signal) => setTimeout(ms, undefined, signal ? { signal } : {}),
  random: Math.random,
}
