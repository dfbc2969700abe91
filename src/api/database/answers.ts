import type { Pool, PoolClient } from 'pg'

/** The head is polled every second, so a database that answers at all does so within this time. */
const SILENT_MS = 4_000

/** When pools got answers, in milliseconds of `performance.now`. */
interface Answers {
  lastAt: number
  /** When the last silence ended. */
  resumedAt: number
}

const answersOf = new WeakMap<object, Answers>()

/** Notes when any connection of these pools gets an answer. */
export function watchAnswers(pools: readonly Pool[]): void {
  const answers: Answers = { lastAt: performance.now(), resumedAt: Number.NEGATIVE_INFINITY }
  const note = () => {
    const now = performance.now()
    if (now - answers.lastAt > SILENT_MS) answers.resumedAt = now
    answers.lastAt = now
  }
  for (const pool of pools) {
    answersOf.set(pool, answers)
    pool.on('connect', (client: PoolClient) => {
      note()
      // After each statement, whether it succeeded or not.
      client.on('drain', note)
    })
  }
}

/**
 * Whether no connection of a pool, or of those that are watched with it, has got an answer for seconds: the database hangs, and is
 * not busy. False for a pool that is not watched.
 *
 * @param since also true if it has hung at any time since then, in milliseconds of `performance.now`. Default: now
 */
export function hasBeenSilent(pool: object, since = Number.POSITIVE_INFINITY): boolean {
  const answers = answersOf.get(pool)
  if (!answers) return false
  return performance.now() - answers.lastAt > SILENT_MS || answers.resumedAt >= since
}

/** Milliseconds since a connection of a pool, or of those that are watched with it, got an answer; 0 if it is not watched. */
export function silentMs(pool: object): number {
  const answers = answersOf.get(pool)
  return answers === undefined ? 0 : performance.now() - answers.lastAt
}

/** When a pool, or those that are watched with it, last began to answer again; minus infinity: it has always answered. */
export function resumedAt(pool: object): number {
  return answersOf.get(pool)?.resumedAt ?? Number.NEGATIVE_INFINITY
}

/** Notes that something hands out the connections of a pool. */
export function sharesAnswers(connections: object, pool: object): void {
  const answers = answersOf.get(pool)
  if (answers) answersOf.set(connections, answers)
}
