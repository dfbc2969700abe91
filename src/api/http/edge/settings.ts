/** What the HTTP edge of the API allows. */
export interface EdgeSettings {
  /** Requests that are answered at the same time; more get 503. */
  readonly maxRequests: number
  /** Of one client; more get 429. */
  readonly maxRequestsPerClient: number
  /** Open sockets; over it, the one that has been idle for longest is closed. */
  readonly maxConnections: number
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[]
  /** Header whose value names the client, as an API key does; null: its address. */
  readonly clientHeader: string | null
  /** Origins whose pages may read answers; `open`: all, `closed`: none, `auto`: none if private files are loaded, else all. */
  readonly cors: 'auto' | 'open' | 'closed' | readonly string[]
  /** Further names of this server; null: those of loopback if it listens there, else any. */
  readonly allowedHosts: readonly string[] | null
}

export const DEFAULT_EDGE: EdgeSettings = {
  maxRequests: 256,
  maxRequestsPerClient: 128,
  maxConnections: 2_000,
  trustedProxies: [],
  clientHeader: null,
  cors: 'auto',
  allowedHosts: null,
}
