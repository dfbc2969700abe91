import type { KnownError } from './check'

/** What the machine, the configuration, the database and the providers are like: checks read nothing else. */
export interface Facts {
  machine: MachineFacts
  configuration: ConfigurationFacts
  /** Null: the configuration cannot be read, so nothing else is known. */
  chain: ChainFacts | null
  database: DatabaseFacts | KnownError | null
  providers: readonly ProviderFacts[] | null
  /** Why the portal does not answer; null: it does, or none is configured. */
  portal: { url: string; reason: string | null } | null
}

export interface MachineFacts {
  node: string
  /** `engines.node` of package.json. */
  engines: string
  /** Bytes that this process and its children may use. */
  memory: number
  /** Differences to other clocks, in seconds: positive, this clock is ahead. */
  clocks: readonly { of: string; seconds: number }[]
}

export interface ConfigurationFacts {
  /** LP1001; null: every variable is valid. */
  refused: KnownError | null
  /** Of the file `.env`; null: there is none. */
  dotEnv: { mode: number | null; holdsSecrets: boolean; shadowed: readonly string[] } | null
  source: 'providers' | 'recording' | 'none'
  /** What is wrong with the files that variables name. */
  files: Readonly<Record<ConfiguredFile, KnownError | null>>
  /** Ports that this configuration opens on one address. */
  ports: readonly { name: string; port: number }[]
  /** Host of a database whose password is the default; null: it is not. */
  defaultPasswordAt: string | null
}

export type ConfiguredFile = 'deployment' | 'labels' | 'prices' | 'rules' | 'recording'

/** What is to be indexed. */
export interface ChainFacts {
  chainId: number
  network: string
  startBlock: number
  /** Blocks come at a known pace. */
  isPublic: boolean
  maxLagSeconds: number
  rateLimit: number
}

export interface DatabaseFacts {
  database: string
  role: string
  host: string
  isEmbedded: boolean
  /** Whether an address of its own network, or this machine. */
  isNear: boolean
  isEncrypted: boolean
  /** As 170006. */
  version: number
  /** What a migration refuses: LP3004, LP3020 to LP3023, LP3027; null: nothing. */
  refused: KnownError | null
  /** Migrations that are to be applied. */
  pending: number
  isSuperuser: boolean
  locale: string
  /** Versions of the locale's rules: with which indexes were made, and now; null: not known. */
  collation: { stored: string; actual: string } | null
  settings: DatabaseSettings
  /** Connections that this role may open. */
  connections: number
  pooler: 'none' | 'transaction' | 'statement'
  disk: { free: number; where: string } | { unknown: string }
  bytes: number
  /** Indexes that are not valid: a creation that was cut off. */
  invalidIndexes: readonly string[]
  /** Share of the transaction numbers that are used, from 0 to 1. */
  wraparound: number
  index: IndexFacts | null
}

export interface DatabaseSettings {
  fsync: boolean
  fullPageWrites: boolean
  autovacuum: boolean
  /** Milliseconds; 0: no limit. */
  statementTimeout: number
  idleInTransactionTimeout: number
}

/** The index that the database holds. */
export interface IndexFacts {
  block: number
  finalBlock: number
  finalHash: string
  /** LP3003; null: it is of the configured network. */
  otherNetwork: KnownError | null
  /** Of the rows, and of this version. */
  rules: { stored: number; own: number }
  /** Why the indexer stopped for good; null: it did not. */
  stopped: string | null
}

/** Whether a provider has something: true, or why not. */
export type Has = true | { not: string }

/** What one provider of RPC_ENDPOINT can do; null: not asked, because something before failed. */
export interface ProviderFacts {
  /** Scheme and host. */
  name: string
  isNear: boolean
  isEncrypted: boolean
  /** Number of the URL in RPC_ENDPOINT that is the same; null: none. */
  sameAs: number | null
  /** Why it does not answer; null: it does. */
  silent: { reason: string; isDenied: boolean } | null
  chainId: number | null
  isSyncing: boolean
  head: { number: number; seconds: number | null } | null
  finalizedTag: Has | null
  /** Blocks and logs of the first block to index. */
  history: Has | null
  receipts: Has | null
  /** State of contracts at the first block to index. */
  state: Has | null
  /** Most blocks that one call for logs was answered for, of those that were tried. */
  logRange: number | null
  /** Blocks that there were to try. */
  triedRange: number
  batch: number | null
  /** Median of calls for the newest block. */
  milliseconds: number | null
  /** Its words when it was asked too often; null: it never was. */
  throttled: string | null
  /** Hash of the last final block of the index; null: it does not have it, or there is none. */
  hashOfFinal: string | null
}
