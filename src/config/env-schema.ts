import { isIP } from 'node:net'
import { z } from 'zod'
import { databaseUrl } from './database-url'
import type { VariableName } from './variables'

const NETWORK_NAMES = ['mainnet', 'holesky', 'hoodi', 'sepolia', 'custom'] as const
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

export type NetworkName = (typeof NETWORK_NAMES)[number]
export type LogLevel = (typeof LOG_LEVELS)[number]

const integer = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be an integer from ${from} to ${to}`)
    .transform(Number)
    .refine((value) => value >= from && value <= to, `must be from ${from} to ${to}`)

const oneOf = <T extends string>(values: readonly T[]) =>
  z.enum(values, `must be one of ${values.join(', ')}`)

const hostName = z
  .string()
  .regex(/^[\w.:-]+$/, 'must be a hostname or an IP address, without scheme and port')

const paths = z.string().transform((list) =>
  list
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== ''),
)

const headerName = z.string().regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header')

const networks = paths.refine(
  (list) => list.every(isNetwork),
  'must be IP addresses or networks such as 10.0.0.0/8, comma-separated',
)

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  )
}

const CORS_WORDS = ['auto', 'open', 'closed'] as const

const cors = z.string().transform((text, context) => {
  const word = CORS_WORDS.find((known) => known === text.trim())
  if (word) return word
  const origins = text.split(',').map((origin) => origin.trim())
  for (const origin of origins) {
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue
    context.addIssue({
      code: 'custom',
      message:
        'must be auto, open, closed, or origins such as https://example.com, comma-separated',
    })
  }
  return origins
})

const rpcUrls = z.string().transform((list, context) => {
  const urls = list.split(',').map((url) => url.trim())
  for (const [index, url] of urls.entries()) {
    if (URL.canParse(url) && /^https?:\/\//i.test(url)) continue
    context.addIssue({
      code: 'custom',
      message: `URL ${index + 1} of ${urls.length} must start with http:// or https://`,
    })
  }
  return urls
})

const portalUrl = z
  .string()
  .refine(
    (url) => URL.canParse(url) && /^https?:\/\//i.test(url),
    'must start with http:// or https://',
  )

const plainUrl = portalUrl
  .refine((url) => !/[?#@]/.test(url), 'must be a URL without a query and without a user')
  .transform((url) => url.replace(/\/+$/, ''))

/** Every variable: its format, parsed type, and default (null: none). */
export const ENV_SCHEMA = z.object({
  RPC_ENDPOINT: rpcUrls.default([]),
  LINCHPIN_RPC_RATE_LIMIT: integer(0, 100_000).default(0),
  SQD_PORTAL_URL: portalUrl.nullable().default(null),
  LINCHPIN_NETWORK: oneOf(NETWORK_NAMES).default('mainnet'),
  LINCHPIN_DEPLOYMENT: z.string().nullable().default(null),
  LINCHPIN_RECORDING: z.string().nullable().default(null),
  LINCHPIN_FINALITY: integer(0, 1_000_000).nullable().default(null),
  LINCHPIN_VERIFY: oneOf(['auto', 'standard', 'full']).default('auto'),
  LINCHPIN_PROOF_RATE: integer(0, 100_000).default(10),
  LINCHPIN_BATCH_BLOCKS: integer(1, 1_000_000).default(2000),
  LINCHPIN_POLL_BLOCKS: integer(0, 10_000_000).default(7200),
  LINCHPIN_PROVE: z.string().nullable().default(null),
  LINCHPIN_PROVE_RPC: rpcUrls.default([]),
  DB_URL: databaseUrl.nullable().default(null),
  LINCHPIN_COMPARE_DB_URL: databaseUrl.nullable().default(null),
  DB_HOST: hostName.nullable().default(null),
  DB_PORT: integer(1, 65_535).default(5432),
  DB_NAME: z.string().default('squid'),
  DB_USER: z.string().default('postgres'),
  DB_PASS: z.string().default('postgres'),
  LINCHPIN_OWNER_PASSWORD: z.string().nullable().default(null),
  LINCHPIN_READER_PASSWORD: z.string().nullable().default(null),
  LINCHPIN_DATA_DIR: z.string().default('.linchpin'),
  LINCHPIN_HOST: hostName.default('127.0.0.1'),
  GQL_PORT: integer(0, 65_535).nullable().default(null),
  GRAPHQL_SERVER_PORT: integer(1, 65_535).nullable().default(null),
  LINCHPIN_OPERATION_TIMEOUT_MS: integer(100, 600_000).default(10_000),
  LINCHPIN_API_WORKERS: integer(1, 64).nullable().default(null),
  LINCHPIN_MAX_REQUESTS: integer(1, 100_000).default(256),
  LINCHPIN_MAX_REQUESTS_PER_CLIENT: integer(1, 100_000).default(128),
  LINCHPIN_MAX_CONNECTIONS: integer(1, 1_000_000).default(2000),
  LINCHPIN_MAX_EXPORTS: integer(1, 64).default(2),
  LINCHPIN_EXPORT_SECONDS: integer(1, 100_000).default(900),
  LINCHPIN_EXPORT_MB: integer(1, 1_000_000).default(4096),
  LINCHPIN_TRUST_PROXY: networks.default([]),
  LINCHPIN_CLIENT_HEADER: headerName.nullable().default(null),
  LINCHPIN_CORS: cors.default('auto'),
  LINCHPIN_ALLOWED_HOSTS: paths.nullable().default(null),
  LINCHPIN_MAX_LAG_SECONDS: integer(1, 100_000_000).default(120),
  PROCESSOR_PROMETHEUS_PORT: integer(1, 65_535).nullable().default(null),
  LINCHPIN_PRICE_FEEDS: z.string().nullable().default(null),
  LINCHPIN_PRICES: z.string().nullable().default(null),
  LINCHPIN_LABELS: paths.default([]),
  LINCHPIN_EXPLORER_URL: plainUrl.nullable().default(null),
  LINCHPIN_PUBLIC_URL: plainUrl.nullable().default(null),
  LINCHPIN_RULES: z.string().nullable().default(null),
  LINCHPIN_NOTIFY_PORT: integer(0, 65_535).default(4351),
  LINCHPIN_FEED_LISTENERS: integer(1, 10_000).default(100),
  LINCHPIN_WEBHOOK_ADDRESSES: oneOf(['public', 'any']).default('public'),
  LINCHPIN_LOG_LEVEL: oneOf(LOG_LEVELS).default('info'),
  LINCHPIN_LOG_FORMAT: oneOf(['json', 'pretty']).nullable().default(null),
} satisfies Record<VariableName, z.ZodType>)

export type EnvValues = z.infer<typeof ENV_SCHEMA>
