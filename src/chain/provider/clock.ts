import { setTimeout } from 'node:timers/promises'

/** Time and chance, so that tests need not sleep. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number
  /** Throws the reason of `signal` when it aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
  /** From 0 up to, without, 1. */
  random(): number
}

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  wait: (ms, signal) => setTimeout(ms, undefined, signal ? { signal } : {}),
  random: Math.random,
}

/** Tells a person: what a provider does wrong, and when it does no more. */
export type Tell = (level: 'info' | 'warn' | 'error', message: string) => void
