import { readConfig } from '../config/env'

/** Commands that serve on a port for as long as they run. */
export const SERVED = ['index', 'serve', 'notify'] as const

export type Served = (typeof SERVED)[number]

export interface Address {
  host: string
  /** Null: it has none. */
  port: number | null
  /** Answers while the process works. */
  path: string
}

const VARIABLES = [
  'LINCHPIN_HOST',
  'GQL_PORT',
  'GRAPHQL_SERVER_PORT',
  'LINCHPIN_NOTIFY_PORT',
  'PROCESSOR_PROMETHEUS_PORT',
] as const

/** Where a command serves, by these variables alone: the others may be what is wrong. */
export function addressOf(command: Served, env: NodeJS.ProcessEnv): Address {
  const { gqlHost: host, gqlPort, prometheusPort, notify } = configOf(env)
  switch (command) {
    case 'index':
      return { host, port: prometheusPort, path: '/metrics' }
    case 'serve':
      return { host, port: gqlPort, path: '/health' }
    case 'notify':
      return { host, port: notify.port, path: '/health' }
  }
}

function configOf(env: NodeJS.ProcessEnv) {
  try {
    return readConfig(Object.fromEntries(VARIABLES.map((name) => [name, env[name]])))
  } catch {
    return readConfig({})
  }
}
