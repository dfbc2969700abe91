import { advice, type Check, fault, problemOf, unchecked } from '../check'
import type { ConfigurationFacts, ConfiguredFile, Facts } from '../facts'

const CONFIG = 78
const UNREAD = unchecked('the configuration is not valid')

/** A check of a valid configuration. */
function check(id: string, run: (facts: ConfigurationFacts) => ReturnType<Check<Facts>['run']>) {
  return {
    id: `configuration.${id}`,
    run: ({ configuration }: Facts) => (configuration.refused ? UNREAD : run(configuration)),
  }
}

function fileCheck(file: ConfiguredFile): Check<Facts> {
  return check(file, ({ files }) => {
    const error = files[file]
    return error === null ? [] : [problemOf(error)]
  })
}

export const CONFIGURATION_CHECKS: readonly Check<Facts>[] = [
  {
    id: 'configuration.variables',
    run: ({ configuration: { refused } }) => (refused ? [problemOf(refused)] : []),
  },
  fileCheck('deployment'),
  fileCheck('recording'),
  fileCheck('labels'),
  fileCheck('prices'),
  fileCheck('rules'),
  check('chain', ({ source }) =>
    source !== 'none'
      ? []
      : [
          fault(
            'no chain is configured: `linchpin index` ends with LP1005, and `linchpin up` indexes the recorded chain of the demo',
            'RPC_ENDPOINT=https://your.node, in .env',
            CONFIG,
            'LP1005',
          ),
        ],
  ),
  check('ports', ({ ports }) => {
    const shared = ports.filter(
      ({ port }, at) => port !== 0 && ports.findIndex((one) => one.port === port) !== at,
    )
    return shared.map(({ name, port }) => {
      const other = ports.find((one) => one.port === port)!.name
      const problem = `${name} and ${other} are the same port, ${port}: the second to start ends with LP1004`
      return fault(problem, `${name}=${freeOf(ports)}, in .env`, 69, 'LP1004')
    })
  }),
  {
    id: 'configuration.overridden',
    run({ configuration: { dotEnv } }) {
      if (!dotEnv || dotEnv.shadowed.length === 0) return []
      const names = dotEnv.shadowed.join(', ')
      const problem = `the environment has other values than .env, and takes precedence: ${names}`
      return [advice(problem, `unset ${dotEnv.shadowed.join(' ')}, or take it out of .env`)]
    },
  },
  {
    id: 'configuration.secrets',
    run({ configuration: { dotEnv } }) {
      if (!dotEnv?.holdsSecrets || dotEnv.mode === null || (dotEnv.mode & 0o077) === 0) return []
      const mode = dotEnv.mode.toString(8).padStart(3, '0')
      return [advice(`other users may read the keys in .env (mode ${mode})`, 'chmod 600 .env')]
    },
  },
  check('password', ({ defaultPasswordAt }) => {
    if (defaultPasswordAt === null) return []
    const problem = `the password of the database at ${defaultPasswordAt} is the default, which everybody knows`
    const fix = `ALTER ROLE CURRENT_USER PASSWORD '...'; and DB_PASS=..., in .env`
    return [advice(problem, fix)]
  }),
]

function freeOf(ports: ConfigurationFacts['ports']): number {
  return Math.max(...ports.map(({ port }) => port)) + 1
}
