import { EXIT, LinchpinError } from '../errors'
import { closest } from './closest'
import { ENV_SCHEMA, type EnvValues, type LogLevel, type NetworkName } from './env-schema'
import { displayValue, redactUrl } from './redact'
import { TEST_PREFIX, VARIABLES, type VariableName } from './variables'

/** One variable as `linchpin config` prints it, without secrets. */
export interface Setting {
  name: VariableName
  value: string
  origin: 'environment' | '.env' | 'default'
}

/** The configuration, checked and frozen. */
export interface Config {
  /** Null: the embedded Postgres. */
  readonly dbUrl: string | null
  /** Database that `digest --compare` compares with; null: none. */
  readonly compareDbUrl: string | null
  /** In order of preference; empty if none is configured. */
  readonly rpcEndpoints: readonly string[]
  /** Calls per second and provider; 0: unlimited. */
  readonly rpcRateLimit: number
  /** Null: none. */
  readonly portalUrl: string | null
  readonly network: NetworkName
  /** Set exactly when the network is `custom`. */
  readonly deploymentFile: string | null
  readonly gqlHost: string
  /** 0: any free port. */
  readonly gqlPort: number
  /** Milliseconds that one operation of the API may take. */
  readonly operationTimeoutMs: number
  /** Threads of the API; null: by the number of cores. */
  readonly apiWorkers: number | null
  /** Bounds and openness of the API's HTTP edge; meanings in variables.ts. */
  readonly edge: EdgeConfig
  /** What exports over HTTP may use; meanings in variables.ts. */
  readonly exports: ExportConfig
  /** Seconds that the index may be behind. */
  readonly maxLagSeconds: number
  /** Null: no metrics. */
  readonly prometheusPort: number | null
  /** Of the roles that `migrate --roles` makes; null: not set. */
  readonly rolePasswords: { readonly owner: string | null; readonly reader: string | null }
  readonly logLevel: LogLevel
  /** Null: pretty on a terminal, JSON elsewhere. */
  readonly logFormat: 'json' | 'pretty' | null
  readonly dataDir: string
  /** Folder of a recording, which takes precedence over `rpcEndpoints`. */
  readonly recording: string | null
  /** Which historical blocks are verified when they are indexed. */
  readonly verify: 'auto' | 'standard' | 'full'
  /** Calls per second for background verification; 0: off. */
  readonly proofRate: number
  readonly batchBlocks: number
  /** 0: off. */
  readonly pollBlocks: number
  /** File with figures of which bundles are kept; null: none. */
  readonly proveFile: string | null
  /** Providers that the API asks for proofs, in order of preference; empty: it proves nothing. */
  readonly proveEndpoints: readonly string[]
  /** Null: only the feeds of the deployment. */
  readonly priceFeedFile: string | null
  /** Null: none. */
  readonly priceFile: string | null
  /** Label files, in order. */
  readonly labelFiles: readonly string[]
  /** Block explorer that the dashboard links to; null: that of the network. */
  readonly explorerUrl: string | null
  /** Under which the dashboard is reached, without a slash at its end; null: unknown. */
  readonly publicUrl: string | null
  /** Null: that of the network. */
  readonly finality: number | null
  readonly notify: NotifyConfig
  readonly settings: readonly Setting[]
}

/** Settings of `linchpin notify`. */
export interface NotifyConfig {
  /** Null: no rules and no webhooks. */
  readonly rulesFile: string | null
  /** 0: any free port. */
  readonly port: number
  readonly maxListeners: number
  /** Where webhooks may be sent to. */
  readonly addresses: 'public' | 'any'
}

/** Settings of the API's HTTP edge. */
export interface EdgeConfig {
  readonly maxRequests: number
  readonly maxRequestsPerClient: number
  readonly maxConnections: number
  readonly trustedProxies: readonly string[]
  /** Null: the address names the client. */
  readonly clientHeader: string | null
  readonly cors: 'auto' | 'open' | 'closed' | readonly string[]
  /** Null: by the address that the API listens on. */
  readonly allowedHosts: readonly string[] | null
}

/** Limits of exports over HTTP. */
export interface ExportConfig {
  readonly running: number
  readonly seconds: number
  readonly megabytes: number
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the configuration. An empty value counts as unset.
 *
 * @param env the environment, with the variables of a .env file
 * @param fromFile names of the variables that the .env file set, for `linchpin config`
 * @throws LinchpinError LP1001 that lists every problem, without secrets
 */
export function readConfig(env: Environment, fromFile: ReadonlySet<string> = new Set()): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  ) as Record<string, string>
  const parsed = ENV_SCHEMA.safeParse(given)
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => {
      const name = String(issue.path[0]) as VariableName
      return `${name}=${display(name, given)}: ${issue.message}`
    }),
    ...contradictions(given),
    ...unknownNames(given),
  ]
  if (!parsed.success || problems.length > 0) throw configError(problems)
  return Object.freeze({
    ...toConfig(parsed.data),
    settings: Object.freeze(settingsOf(given, fromFile)),
  })
}

function toConfig(values: EnvValues): Omit<Config, 'settings'> {
  return {
    dbUrl: values.DB_URL ?? urlOfParts(values),
    compareDbUrl: values.LINCHPIN_COMPARE_DB_URL,
    rpcEndpoints: Object.freeze(values.RPC_ENDPOINT),
    rpcRateLimit: values.LINCHPIN_RPC_RATE_LIMIT,
    portalUrl: values.SQD_PORTAL_URL,
    network: values.LINCHPIN_NETWORK,
    deploymentFile: values.LINCHPIN_DEPLOYMENT,
    gqlHost: values.LINCHPIN_HOST,
    gqlPort: values.GQL_PORT ?? values.GRAPHQL_SERVER_PORT ?? 4350,
    operationTimeoutMs: values.LINCHPIN_OPERATION_TIMEOUT_MS,
    apiWorkers: values.LINCHPIN_API_WORKERS,
    edge: Object.freeze(edgeOf(values)),
    exports: Object.freeze({
      running: values.LINCHPIN_MAX_EXPORTS,
      seconds: values.LINCHPIN_EXPORT_SECONDS,
      megabytes: values.LINCHPIN_EXPORT_MB,
    }),
    maxLagSeconds: values.LINCHPIN_MAX_LAG_SECONDS,
    prometheusPort: values.PROCESSOR_PROMETHEUS_PORT,
    rolePasswords: Object.freeze({
      owner: values.LINCHPIN_OWNER_PASSWORD,
      reader: values.LINCHPIN_READER_PASSWORD,
    }),
    logLevel: values.LINCHPIN_LOG_LEVEL,
    logFormat: values.LINCHPIN_LOG_FORMAT,
    dataDir: values.LINCHPIN_DATA_DIR,
    recording: values.LINCHPIN_RECORDING,
    verify: values.LINCHPIN_VERIFY,
    proofRate: values.LINCHPIN_PROOF_RATE,
    batchBlocks: values.LINCHPIN_BATCH_BLOCKS,
    pollBlocks: values.LINCHPIN_POLL_BLOCKS,
    proveFile: values.LINCHPIN_PROVE,
    proveEndpoints: Object.freeze(values.LINCHPIN_PROVE_RPC),
    priceFeedFile: values.LINCHPIN_PRICE_FEEDS,
    priceFile: values.LINCHPIN_PRICES,
    labelFiles: Object.freeze(values.LINCHPIN_LABELS),
    explorerUrl: values.LINCHPIN_EXPLORER_URL,
    publicUrl: values.LINCHPIN_PUBLIC_URL,
    finality: values.LINCHPIN_FINALITY,
    notify: Object.freeze({
      rulesFile: values.LINCHPIN_RULES,
      port: values.LINCHPIN_NOTIFY_PORT,
      maxListeners: values.LINCHPIN_FEED_LISTENERS,
      addresses: values.LINCHPIN_WEBHOOK_ADDRESSES,
    }),
  }
}

function edgeOf(values: EnvValues): EdgeConfig {
  return {
    maxRequests: values.LINCHPIN_MAX_REQUESTS,
    maxRequestsPerClient: values.LINCHPIN_MAX_REQUESTS_PER_CLIENT,
    maxConnections: values.LINCHPIN_MAX_CONNECTIONS,
    trustedProxies: values.LINCHPIN_TRUST_PROXY,
    clientHeader: values.LINCHPIN_CLIENT_HEADER,
    cors: values.LINCHPIN_CORS,
    allowedHosts: values.LINCHPIN_ALLOWED_HOSTS,
  }
}

function urlOfParts({ DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASS }: EnvValues): string | null {
  if (DB_HOST === null) return null
  const host = DB_HOST.includes(':') ? `[${DB_HOST}]` : DB_HOST
  const [user, password, name] = [DB_USER, DB_PASS, DB_NAME].map(encodeURIComponent)
  return `postgres://${user}:${password}@${host}:${DB_PORT}/${name}`
}

function contradictions(given: Environment): string[] {
  const custom = given.LINCHPIN_NETWORK === 'custom'
  const deployment = given.LINCHPIN_DEPLOYMENT
  if (custom && deployment === undefined) {
    return ['LINCHPIN_DEPLOYMENT=unset: required with LINCHPIN_NETWORK=custom']
  }
  if (!custom && deployment !== undefined) {
    return [`LINCHPIN_DEPLOYMENT=${deployment}: only allowed with LINCHPIN_NETWORK=custom`]
  }
  return []
}

/** With a misspelt name the default would silently stay in effect. */
function unknownNames(given: Environment): string[] {
  const known: string[] = VARIABLES.map(({ name }) => name)
  const own = known.filter((name) => name.startsWith('LINCHPIN_'))
  return Object.keys(given)
    .filter((name) => name.startsWith('LINCHPIN_') && !name.startsWith(TEST_PREFIX))
    .filter((name) => !known.includes(name))
    .map((name) => `${name}: unknown variable; did you mean ${closest(name, own)}?`)
}

function configError(problems: readonly string[]): LinchpinError {
  const message =
    problems.length === 1
      ? problems[0]!
      : `${problems.length} problems in the configuration:\n${problems.map((p) => `  ${p}`).join('\n')}`
  const hint = 'correct the environment or the .env file; .env.example documents every variable'
  return new LinchpinError('LP1001', message, hint, EXIT.CONFIG)
}

function settingsOf(given: Environment, fromFile: ReadonlySet<string>): Setting[] {
  return VARIABLES.map((variable) => {
    const { name } = variable
    if (given[name] === undefined) return { name, value: defaultOf(variable), origin: 'default' }
    return {
      name,
      value: display(name, given),
      origin: fromFile.has(name) ? '.env' : 'environment',
    }
  })
}

function defaultOf(variable: (typeof VARIABLES)[number]): string {
  return variable.default === '' || variable.secrecy === 'secret' ? 'unset' : variable.default
}

function display(name: VariableName, given: Environment): string {
  const { secrecy } = VARIABLES.find((variable) => variable.name === name)!
  return displayValue(given[name], secrecy)
}

/** The configuration as a table, one line per variable with name, value and origin, without secrets. */
export function describeConfig(config: Config): string {
  const width = Math.max(...config.settings.map(({ name }) => name.length))
  const lines = config.settings.map(
    ({ name, value, origin }) => `${name.padEnd(width)}  ${value}  (${origin})`,
  )
  const database = config.dbUrl === null ? 'embedded Postgres' : redactUrl(config.dbUrl)
  return [...lines, '', `database: ${database}`].join('\n')
}
