/**
 * Settings of sessions that run statements of clients. JIT compilation takes longer than any of them; and each uses one processor, or a
 * few connections of one client would keep all of them busy, and the API waiting.
 *
 * @param set `SET`, or `SET LOCAL` for a transaction
 */
export function settings(set: 'SET' | 'SET LOCAL'): string {
  return `${set} jit = off; ${set} max_parallel_workers_per_gather = 0;`
}
